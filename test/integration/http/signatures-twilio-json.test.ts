import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signTwilio } from "../../../infra/local/sandbox/sign.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing } from "./refused.ts";
import { type Call, FORM, form, heard, send, TOKEN, URL } from "./twilio-calls.ts";

const backend = eachWithBackend();

describe("an SMS webhook in JSON", () => {
  const JSON_TYPE = "application/json; charset=utf-8";
  const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");
  const sendJson = (body: string, query: string, more: Call = {}) =>
    send(backend(), {
      body,
      type: JSON_TYPE,
      query,
      signature: signTwilio(TOKEN, `${URL}?${query}`, {}),
      ...more,
    });
  const body = JSON.stringify({ ...FORM, NumMedia: 0 });

  it("is heard when its address is signed and carries the hash of the bytes that came", async () => {
    expect((await sendJson(body, `bodySHA256=${hashOf(body)}`)).status).toBe(204);
    expect(await heard(backend())).toEqual([FORM.Body]);
    await changingNothing(backend(), async () => {
      const bytes = Buffer.from(body);
      const query = `bodySHA256=${hashOf(body)}`;
      expect((await sendJson(body, query, { body: bytes })).status).toBe(204);
    });
  });

  it("is one with the form that said the same", async () => {
    await send(backend(), { body: form(FORM), signature: signTwilio(TOKEN, URL, FORM) });
    await changingNothing(backend(), async () => {
      expect((await sendJson(body, `bodySHA256=${hashOf(body)}`)).status).toBe(204);
    });
  });

  it.each([
    ["no hash in its address", body, "handle=1"],
    ["the hash of another body", body, `bodySHA256=${hashOf(`${body} `)}`],
    ["the hash in capitals", body, `bodySHA256=${hashOf(body).toUpperCase()}`],
    ["an empty hash", body, "bodySHA256="],
    ["a wrong hash before the right one", body, `bodySHA256=00&bodySHA256=${hashOf(body)}`],
  ])("with %s is refused with 401 and changes nothing", async (_, sent, query) => {
    const { status, text } = await changingNothing(backend(), () => sendJson(sent, query));
    expect(status).toBe(401);
    expect(text).not.toContain(hashOf(body));
  });

  it("whose hash was put into its address on the way is refused", async () => {
    await changingNothing(backend(), async () => {
      const query = `bodySHA256=${hashOf(body)}`;
      expect((await sendJson(body, query, { signature: signTwilio(TOKEN, URL, {}) })).status).toBe(401);
      const asForm = signTwilio(TOKEN, `${URL}?${query}`, FORM);
      expect((await sendJson(body, query, { signature: asForm })).status).toBe(401);
    });
  });

  it.each(["{", "null", "[]", '"text"', "7", '{"To": {"a": 1}, "__proto__": {"To": "x"}}', ""])(
    "that says %j is no error: it is signed, and about nobody here",
    async (said) => {
      await changingNothing(backend(), async () => {
        const query = `bodySHA256=${hashOf(said || "{}")}`;
        expect((await sendJson(said, query)).status).toBe(204);
        expect((await sendJson(said, query, { signature: "x" })).status).toBe(401);
      });
    },
  );

  it("above 256 KiB is refused before it is read", async () => {
    const large = JSON.stringify({ ...FORM, Body: "x".repeat(256 * 1024) });
    const { status } = await changingNothing(backend(), () => sendJson(large, `bodySHA256=${hashOf(large)}`));
    expect(status).toBe(413);
  });
});
