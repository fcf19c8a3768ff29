import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { signTwilio } from "../../../infra/local/sandbox/sign.ts";
import type { Account } from "../../../shared/domain/account.ts";
import { directory } from "../../../shared/store/directory.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing } from "./refused.ts";

import { type Call, FORM, form, heard, SID, send, TOKEN, URL } from "./twilio-calls.ts";

const backend = eachWithBackend();
const sendForm = (signature: string | undefined, more: Call = {}) =>
  send(backend(), { body: form(FORM), signature, ...more });

const good = signTwilio(TOKEN, URL, FORM);
const FORGERIES: [what: string, signature: string | undefined][] = [
  ["no signature", undefined],
  ["an empty signature", ""],
  ["a prefix", `sha1=${good}`],
  ["SHA-256 in place of SHA-1", createHmac("sha256", TOKEN).update(URL).digest("base64")],
  ["a signature cut short", good.slice(0, -1)],
  ["a signature without its padding", good.replace("=", "")],
  ["its signature in capitals", good.toUpperCase()],
  ["its signature in hex", Buffer.from(good, "base64").toString("hex")],
  ["letters outside ASCII", "é".repeat(14)],
  ["a space before it", ` ${good}`],
  ["a space after it", `${good} `],
  ["two headers, which a gateway joins", `${good},${good}`],
  ["another account's token", signTwilio("the token of another", URL, FORM)],
  ["an empty token", signTwilio("", URL, FORM)],
  ["fewer fields", signTwilio(TOKEN, URL, { AccountSid: SID! })],
  ["no fields", signTwilio(TOKEN, URL, {})],
  [
    "its fields in the order they came",
    createHmac("sha1", TOKEN)
      .update(`${URL}${Object.entries(FORM).flat().join("")}`)
      .digest("base64"),
  ],
  ["another path", signTwilio(TOKEN, `${URL}/other`, FORM)],
  ["another host", signTwilio(TOKEN, "https://api.example.org/webhooks/twilio", FORM)],
  ["the host behind the proxy", signTwilio(TOKEN, "https://internal.example.net:8080/webhooks/twilio", FORM)],
  ["another port", signTwilio(TOKEN, "https://api.example.com:8443/webhooks/twilio", FORM)],
  ["plain http", signTwilio(TOKEN, URL.replace("https", "http"), FORM)],
  ["a query that did not come", signTwilio(TOKEN, `${URL}?handle=1`, FORM)],
];

describe("an SMS webhook", () => {
  it.each(FORGERIES)(
    "with %s is refused with 401, changes nothing and shows no signature",
    async (_, signature) => {
      const { status, text } = await changingNothing(backend(), () => sendForm(signature));
      expect(status).toBe(401);
      expect(text).not.toContain(good.slice(0, 12));
    },
  );

  it("whose fields, body or query were changed is refused", async () => {
    await changingNothing(backend(), async () => {
      for (const more of [
        { body: form({ ...FORM, Body: "Changed" }) },
        { body: form({ ...FORM, Extra: "1" }) },
        { body: `${form(FORM)}&Body=Second` },
        { body: "" },
        { query: "handle=105.0" },
        { type: "application/json", body: JSON.stringify(FORM) },
      ]) {
        expect((await sendForm(good, more)).status, JSON.stringify(more)).toBe(401);
      }
      expect((await send(backend(), { signature: good })).status).toBe(401);
    });
  });

  it.each([
    ["the public address, whatever host stands behind the proxy", URL, ""],
    ["the public address with the port of https", "https://api.example.com:443/webhooks/twilio", ""],
    ["a query whose escapes stay as they came", `${URL}?q=a%2Bb+c%20d`, "q=a%2Bb+c%20d"],
  ])("signed over %s is heard", async (_, url, query) => {
    expect((await sendForm(signTwilio(TOKEN, url, FORM), { query })).status).toBe(204);
    expect(await heard(backend())).toEqual([FORM.Body]);
  });

  it("is heard when it writes the same fields with other escapes", async () => {
    const body = form(FORM).replaceAll("+", "%20").replace("Gr%C3%BC%C3%9Fe", "Gr%c3%bc%c3%9fe");
    expect((await sendForm(good, { body })).status).toBe(204);
    expect(await heard(backend())).toEqual([FORM.Body]);
  });

  it("is heard where our public address names its port, or a stage behind the host", async () => {
    backend().settings.publicUrl = "http://localhost:3000/prod";
    for (const url of ["http://localhost:3000/prod", "http://localhost/prod"]) {
      const signature = signTwilio(TOKEN, `${url}/webhooks/twilio`, FORM);
      expect((await sendForm(signature)).status, url).toBe(204);
    }
    expect((await sendForm(good)).status).toBe(401);
  });

  it("is heard with the old and the new token while one replaces the other, and then with the new alone", async () => {
    const old = signTwilio("the older token", URL, FORM);
    const both = { TWILIO_AUTH_TOKEN: "a newer token,the older token" };
    expect((await sendForm(old, { tokens: both })).status).toBe(204);
    expect(await heard(backend())).toEqual([FORM.Body]);
    await changingNothing(backend(), async () => {
      expect((await sendForm(signTwilio("a newer token", URL, FORM), { tokens: both })).status).toBe(204);
      expect((await sendForm(old, { tokens: { TWILIO_AUTH_TOKEN: "a newer token" } })).status).toBe(401);
      expect((await sendForm(signTwilio("", URL, FORM), { tokens: { TWILIO_AUTH_TOKEN: "" } })).status).toBe(
        401,
      );
    });
  });

  it("changes nothing when somebody plays it again", async () => {
    await sendForm(good);
    await changingNothing(backend(), async () => {
      for (let replay = 0; replay < 3; replay += 1) {
        backend().clock.add(3_600_000);
        expect((await sendForm(good)).status).toBe(204);
      }
    });
  });

  it("about one organization's number is refused when another's token signed it", async () => {
    const account = (more: Pick<Account, "id" | "organization_id" | "provider_ids">): Account => ({
      ...DEMO.sms.account,
      channel: "sms",
      human_agent: "none",
      ad_window_days: 1,
      secret: `TOKEN_OF_${more.id.toUpperCase()}`,
      ...more,
    });
    await directory(backend().items).addOrganization({ id: 2, name: "Second" });
    const theirs = { account_sid: `AC${"9".repeat(32)}`, number: "+12025550195" };
    const ours = { account_sid: SID!, number: "+12025550196" };
    for (const one of [
      account({ id: "theirs", organization_id: 2, provider_ids: theirs }),
      account({ id: "ours", organization_id: 1, provider_ids: ours }),
    ])
      expect(await directory(backend().items).putAccount(one)).toBeUndefined();
    const tokens = { TOKEN_OF_THEIRS: "their token", TOKEN_OF_OURS: "our token" };
    const fields = { ...FORM, To: ours.number };
    const body = form(fields);
    await changingNothing(backend(), async () => {
      const signature = signTwilio("their token", URL, fields);
      expect((await send(backend(), { body, signature, tokens })).status).toBe(401);
    });
    expect(
      (await send(backend(), { body, signature: signTwilio("our token", URL, fields), tokens })).status,
    ).toBe(204);
    expect(await heard(backend())).toEqual([FORM.Body]);
  });
});
