import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  getExpectedTwilioSignature,
  validateRequest,
  validateRequestWithBody,
} from "twilio/lib/webhooks/webhooks.js";
import { describe, expect, it } from "vitest";
import { signTwilio as signAsSandbox } from "../../../infra/local/sandbox/sign.ts";
import { encodeForm, type FormParams, readForm } from "../../../shared/providers/twilio/form.ts";
import { isSignedByTwilio, signTwilio } from "../../../shared/providers/twilio/signature.ts";

const TOKEN = "12345678901234567890123456789012";
const WEBHOOK = "https://api.example.com/webhooks/twilio";
const FORM = {
  AccountSid: `AC${"0".repeat(32)}`,
  Body: "Grüße & more + 👋 = 100 %\r\n",
  To: "+12025550115",
  From: "+12025550177",
  toString: "a field named like a method",
  body: "",
};

const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");
const ours = (url: string, header: string, params: FormParams = {}, tokens = [TOKEN]) =>
  isSignedByTwilio({ url, header, tokens, params });
const oursInJson = (url: string, header: string, body: string) =>
  isSignedByTwilio({ url, header, tokens: [TOKEN], rawJsonBody: Buffer.from(body) });

/** Each as it may stand in Twilio's console, and as the call may arrive. */
const ADDRESSES = [
  WEBHOOK,
  `${WEBHOOK}?handle=105.01kjm2v6g0c3x5t9w8n4r7e1qd0`,
  `${WEBHOOK}?q=a%2Bb+c%20d&q=e`,
  `${WEBHOOK}?it's=(*)!~`,
  `${WEBHOOK}?empty=&bare`,
  "https://user:pass@api.example.com/webhooks/twilio?a=1",
  "https://[2001:db8::1]/webhooks/twilio",
  "http://localhost/prod/webhooks/twilio",
];
const withPort = (url: string) =>
  url.replace(
    /^(https?):\/\/((?:[^/@]*@)?(?:\[[^\]]*\]|[^/:]*))/,
    (_, scheme, host) => `${scheme}://${host}:${scheme === "https" ? 443 : 80}`,
  );

describe("Twilio's own library", () => {
  it.each(ADDRESSES)("accepts what our sandbox signs for %s", (url) => {
    expect(validateRequest(TOKEN, signAsSandbox(TOKEN, url, FORM), url, FORM)).toBe(true);
    expect(validateRequest(TOKEN, signAsSandbox("another", url, FORM), url, FORM)).toBe(false);
  });

  it("accepts what our sandbox signs for a JSON body, and no other body", () => {
    const body = JSON.stringify(FORM);
    const url = `${WEBHOOK}?bodySHA256=${hashOf(body)}`;
    const signature = signAsSandbox(TOKEN, url, {});
    expect(validateRequestWithBody(TOKEN, signature, url, body)).toBe(true);
    expect(validateRequestWithBody(TOKEN, signature, url, `${body} `)).toBe(false);
  });

  it("accepts what we sign, whatever the fields", () => {
    fc.assert(
      fc.property(fields(), (params) => {
        expect(validateRequest(TOKEN, signTwilio(TOKEN, WEBHOOK, params), WEBHOOK, params)).toBe(true);
      }),
    );
  });
});

describe("what Twilio's own library signs", () => {
  it.each(ADDRESSES)("is accepted for %s, with and without its port, and for nothing else", (url) => {
    for (const signed of [url, withPort(url)]) {
      const header = getExpectedTwilioSignature(TOKEN, signed, FORM);
      for (const called of [url, withPort(url)]) {
        expect(validateRequest(TOKEN, header, called, FORM), called).toBe(true);
        expect(ours(called, header, FORM), called).toBe(true);
      }
      expect(ours(`${url}x`, header, FORM)).toBe(false);
      expect(ours(url, header, { ...FORM, Body: "Changed" })).toBe(false);
      expect(ours(url, header, FORM, ["another"])).toBe(false);
    }
  });

  it("is accepted where we listen on a port that the signature left out", () => {
    const called = "http://localhost:3000/webhooks/twilio";
    for (const signed of [called, called.replace(":3000", "")]) {
      const header = getExpectedTwilioSignature(TOKEN, signed, FORM);
      expect([validateRequest(TOKEN, header, called, FORM), ours(called, header, FORM)]).toEqual([
        true,
        true,
      ]);
    }
  });

  it("is accepted for the very bytes of a form, with repeated fields in any order", () => {
    const params = { MediaUrl: ["https://b.example", "https://a.example", "https://b.example"], ...FORM };
    const header = getExpectedTwilioSignature(TOKEN, WEBHOOK, params);
    expect(ours(WEBHOOK, header, readForm(encodeForm(params)))).toBe(true);
    const turned = { ...params, MediaUrl: params.MediaUrl.toReversed() };
    expect(ours(WEBHOOK, header, readForm(encodeForm(turned)))).toBe(true);
    expect(ours(WEBHOOK, header, readForm(encodeForm({ ...params, MediaUrl: "https://a.example" })))).toBe(
      false,
    );
  });

  it("is accepted whatever the names and values of a form, as it was sent and as it is read", () => {
    fc.assert(
      fc.property(fields(), (params) => {
        const header = getExpectedTwilioSignature(TOKEN, WEBHOOK, params);
        expect(ours(WEBHOOK, header, readForm(encodeForm(params)))).toBe(true);
        expect(ours(WEBHOOK, header, { ...params, Added: "1" })).toBe(false);
      }),
    );
  });

  it("is accepted for any query, however odd its characters, wherever Twilio accepts it", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fields(), (url, params) => {
        const header = getExpectedTwilioSignature(TOKEN, url, params);
        expect(validateRequest(TOKEN, header, url, params)).toBe(true);
        expect(ours(url, header, params)).toBe(true);
      }),
    );
  });

  it("is judged as Twilio judges it, also where the address was written otherwise when it was signed", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab'()!*~ %2B+&=?/é:@".split("")), maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (query, other, same) => {
        const [called, signed] = [
          `${WEBHOOK}?h=${query}`,
          `${WEBHOOK}?h=${same ? new URL(`${WEBHOOK}?h=${query}`).search.slice(3) : other}`,
        ];
        const header = getExpectedTwilioSignature(TOKEN, signed, FORM);
        expect(ours(called, header, FORM)).toBe(validateRequest(TOKEN, header, called, FORM));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is accepted for any JSON body whose hash stands in the address, and for no other", () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (body, other) => {
        const url = `${WEBHOOK}?handle=1&bodySHA256=${hashOf(body)}`;
        const header = getExpectedTwilioSignature(TOKEN, url, {});
        expect(validateRequestWithBody(TOKEN, header, url, body)).toBe(true);
        expect(oursInJson(url, header, body)).toBe(true);
        expect(oursInJson(url, header, other)).toBe(other === body);
      }),
    );
  });
});

/** Names and values of any characters that a form can carry. */
function fields(): fc.Arbitrary<Record<string, string | string[]>> {
  const text = fc.string({ unit: "binary", maxLength: 30 });
  // An array of one is read back as its one value, of none not at all: both sign alike.
  const value = fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 4 }));
  return fc.dictionary(fc.string({ unit: "binary", maxLength: 12 }), value, {
    maxKeys: 8,
    noNullPrototype: true,
  });
}
