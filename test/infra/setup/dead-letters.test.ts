import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../infra/setup/commands.ts";
import { deadLetterStore } from "../../../shared/store/dead-letters.ts";
import { directory } from "../../../shared/store/directory.ts";
import { type Embedded, START, startEmbedded } from "../../support/embedded.ts";

let backend: Embedded;
beforeEach(async () => {
  backend = await startEmbedded();
});
afterEach(() => backend.stop());

const list = async (...args: string[]) => {
  const letters = deadLetterStore(backend.items);
  const deps = { directory: directory(backend.items), letters, now: () => START };
  return (await COMMANDS["dead-letters"]!(deps, args)).dead_letters as Record<string, unknown>[];
};
const add = (
  minute: number,
  of: object = { organization_id: 7, conversation_id: 42, message_id: "01jd" },
) => {
  const at = new Date(START.getTime() + minute * 60_000).toISOString();
  const letter = { id: `job ${minute}`, channel: "sms", reason: "receives_exhausted" as const, at, ...of };
  return deadLetterStore(backend.items).add(letter, `body ${minute}`);
};

describe("listing dead letters", () => {
  it("names each message, why it ended and when, and the call that sends it anew", async () => {
    await add(0);
    expect(await list("--organization", "7")).toEqual([
      {
        id: "job 0",
        channel: "sms",
        reason: "receives_exhausted",
        at: "2026-03-01T09:00:00.000Z",
        organization_id: 7,
        conversation_id: 42,
        message_id: "01jd",
        resend: "POST /conversations/42/messages/01jd/resend",
      },
    ]);
    expect(await list("--organization", "8")).toEqual([]);
  });

  it("finds by their channel those that nobody knows more of, without a call", async () => {
    await add(0, {});
    const [letter] = await list("--channel", "sms");
    expect(letter).toMatchObject({ id: "job 0" });
    expect(letter).not.toHaveProperty("resend");
  });

  it("begins where it is told, and ends only at the last of them", async () => {
    for (let minute = 0; minute < 205; minute += 1) await add(minute);
    expect(await list("--organization", "7")).toHaveLength(205);
    const late = await list("--organization", "7", "--since", "2026-03-01T12:20:00+00:00");
    expect(late.map(({ id }) => id)).toEqual([200, 201, 202, 203, 204].map((minute) => `job ${minute}`));
  });

  it("shows what people wrote only when asked", async () => {
    await add(0);
    expect(JSON.stringify(await list("--organization", "7"))).not.toContain("body 0");
    expect(await list("--organization", "7", "--with-bodies")).toMatchObject([{ body: "body 0" }]);
  });

  it.each([
    ["nothing", []],
    ["both", ["--organization", "7", "--channel", "sms"]],
  ])("of %s is refused", async (_, args) => {
    await expect(list(...args)).rejects.toThrow("Give --organization or --channel");
  });

  it("since no moment is refused", async () => {
    await expect(list("--organization", "7", "--since", "yesterday")).rejects.toThrow("--since");
  });
});
