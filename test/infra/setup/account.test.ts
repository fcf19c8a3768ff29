import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../infra/setup/commands.ts";
import { deadLetterStore } from "../../../shared/store/dead-letters.ts";
import { directory } from "../../../shared/store/directory.ts";
import { type Embedded, startEmbedded } from "../../support/embedded.ts";

let backend: Embedded;
beforeEach(async () => {
  backend = await startEmbedded();
});
afterEach(() => backend.stop());

const run = (command: string, ...args: string[]) =>
  COMMANDS[command]!(
    {
      directory: directory(backend.items),
      letters: deadLetterStore(backend.items),
      now: () => backend.clock.now,
    },
    args,
  );
const account = (organization: unknown, channel: string, ...more: string[]) =>
  run("account", "--organization", String(organization), "--channel", channel, ...more);
const newOrganization = async () => String((await run("organization", "--name", "Second")).id);

describe("setting up an account", () => {
  it("under an id that another organization has is refused, and says what to do", async () => {
    const second = await newOrganization();
    const asked = account(second, "webchat", "--id", "demowebchat");
    await expect(asked).rejects.toThrow("The account id demowebchat is taken; choose another");
    expect(await account(second, "webchat")).toMatchObject({ organization_id: Number(second) });
  });

  it("on another channel than it has is refused", async () => {
    const asked = account(1, "playground", "--id", "demowebchat");
    await expect(asked).rejects.toThrow("an account never changes its channel");
  });

  it.each([
    ["number", ["--provider-id", "number=+12025550115"]],
    ["messaging service", ["--provider-id", "number=+1202", "--provider-id", "messaging_service_sid=MG1"]],
  ])("with another account's %s is refused", async (_, ids) => {
    const own = ["--provider-id", "number=+12025550116", "--provider-id", "messaging_service_sid=MG1"];
    await account(1, "sms", "--id", "service", ...own);
    const asked = account(await newOrganization(), "sms", ...ids);
    await expect(asked).rejects.toThrow("Another account has the number or the messaging_service_sid");
  });

  it("on X needs the user's id, by which webhooks name it", async () => {
    await expect(account(1, "x")).rejects.toThrow("--provider-id x_user_id=… is needed on x.");
    const made = await account(1, "x", "--provider-id", "x_user_id=31", "--secret", "X_TOKEN_OF_SALES");
    expect(made).toMatchObject({ channel: "x", provider: "x", provider_ids: { x_user_id: "31" } });
    expect(await directory(backend.items).accountBy("x", "31")).toMatchObject({ id: made.id });
  });

  it("again changes it", async () => {
    const ids = ["--provider-id", "number=+12025550116", "--provider-id", "account_sid=AC1"];
    await account(1, "sms", "--id", "demosms", ...ids, "--address", "+12025550116");
    const { accountBy } = directory(backend.items);
    expect(await accountBy("sms", "+12025550116")).toMatchObject({ id: "demosms", address: "+12025550116" });
    expect(await accountBy("sms", "+12025550115")).toBeUndefined();
  });

  it("on WhatsApp takes the business account's id too, which several numbers may share", async () => {
    const ids = (number: string) => [
      "--provider-id",
      `phone_number_id=${number}`,
      "--provider-id",
      "waba_id=191",
    ];
    for (const number of ["1", "2"]) {
      const made = await account(1, "whatsapp", ...ids(number));
      expect(made).toMatchObject({ provider_ids: { phone_number_id: number, waba_id: "191" } });
    }
  });

  it("with the rate that its provider gave it, which must be one", async () => {
    const ids = ["--provider-id", "number=+12025550116", "--provider-id", "account_sid=AC1"];
    expect(await account(1, "sms", ...ids, "--rate", "0.5")).toMatchObject({ rate: 0.5 });
    await expect(account(1, "sms", ...ids, "--rate", "0")).rejects.toThrow("--rate");
    await expect(account(1, "sms", ...ids, "--rate", "fast")).rejects.toThrow("--rate");
  });
});
