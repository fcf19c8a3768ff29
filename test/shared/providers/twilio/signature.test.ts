import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readForm } from "../../../../shared/providers/twilio/form.ts";
import { isSignedByTwilio, signTwilio } from "../../../../shared/providers/twilio/signature.ts";
import { urlAsCalled } from "../../../../shared/providers/twilio/url-spellings.ts";

// The worked example of https://www.twilio.com/docs/usage/security#validating-requests
const token = "12345";
const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const params = {
  CallSid: "CA1234567890ABCDE",
  Caller: "+14158675310",
  Digits: "1234",
  From: "+14158675310",
  To: "+18005551212",
};
const header = "GvWf1cFY/Q7PnoempGyD5oXAezc=";
const call = { url, params, header, tokens: [token] };

describe("a call that Twilio signed", () => {
  it("is accepted: the example of Twilio's documentation", () => {
    expect(signTwilio(token, url, params)).toBe(header);
    expect(isSignedByTwilio(call)).toBe(true);
  });

  it("is accepted with fields that were added without notice, and when the order of fields changes", () => {
    const added = { Zeta: "1", ...params, alpha: "2" };
    const signed = signTwilio(token, url, { alpha: "2", ...params, Zeta: "1" });
    expect(isSignedByTwilio({ ...call, params: added, header: signed })).toBe(true);
  });

  it("is accepted while the token is being rotated", () => {
    expect(isSignedByTwilio({ ...call, tokens: ["new", token] })).toBe(true);
  });

  it.each([
    ["without the port it called", "https://a.example:8443/w?h=1.x", "https://a.example/w?h=1.x"],
    ["with the scheme's own port", "https://a.example/w?h=1.x", "https://a.example:443/w?h=1.x"],
    ["with the port 80 of plain http", "http://a.example/w", "http://a.example:80/w"],
    ["with its query encoded anew", "https://a.example/w?h=a'b c", "https://a.example/w?h=a'b%20c"],
    ["over an address that a parser normalised", "https://A.example/w", "https://a.example/w"],
    ["over an IPv6 host with its port", "http://[::1]/w", "http://[::1]:80/w"],
  ])("is accepted when it was signed %s", (_, called, signedUrl) => {
    const signed = signTwilio(token, signedUrl, params);
    expect(isSignedByTwilio({ ...call, url: called, header: signed })).toBe(true);
  });

  it("counts each value of a repeated field once, sorted", () => {
    const form = readForm("Media=b&To=%2B1&Media=a&Media=b");
    expect(form).toEqual({ Media: ["b", "a", "b"], To: "+1" });
    const signed = signTwilio(token, `${url}MediaaMediabTo+1`);
    expect(isSignedByTwilio({ ...call, params: form, header: signed })).toBe(true);
  });

  it("keeps an emoji, a plus and a field named like a method as they were sent", () => {
    const form = readForm("Body=caf%C3%A9+%F0%9F%98%80+1%2B1&toString=x");
    expect(
      isSignedByTwilio({
        ...call,
        params: form,
        header: signTwilio(token, `${url}Bodycafé 😀 1+1toStringx`),
      }),
    ).toBe(true);
  });

  it("keeps the escapes of the address it called", () => {
    const called = urlAsCalled("https://a.example/prod", "/webhooks/twilio", "handle=1.x&q=a%2Bb+c");
    expect(called).toBe("https://a.example/prod/webhooks/twilio?handle=1.x&q=a%2Bb+c");
    expect(urlAsCalled("https://a.example", "/w")).toBe("https://a.example/w");
  });
});

describe("a call that Twilio did not sign", () => {
  it.each([
    ["has no signature", { header: undefined }],
    ["has an empty signature", { header: "" }],
    ["has a signature cut short", { header: header.slice(0, -1) }],
    ["has a signature with a space", { header: ` ${header}` }],
    ["has two signatures in one header", { header: `${header}, ${header}` }],
    ["has another signature of the same length", { header: `A${header.slice(1)}` }],
    ["has its signature in hex", { header: Buffer.from(header, "base64").toString("hex") }],
    ["has the signature of another scheme", { header: `sha1=${header}` }],
    ["has a signature that is not ASCII", { header: "é".repeat(14) }],
    ["changed a field", { params: { ...params, Digits: "1235" } }],
    ["added a field", { params: { ...params, Extra: "1" } }],
    ["left a field out", { params: { CallSid: params.CallSid } }],
    ["came to another path", { url: "https://mycompany.com/other?foo=1&bar=2" }],
    ["came to another host", { url: "https://mycompany.org/myapp.php?foo=1&bar=2" }],
    ["came by plain http", { url: url.replace("https", "http") }],
    ["changed the query", { url: `${url}&admin=1` }],
    ["came to no address", { url: "not an address" }],
    ["used another account's token", { tokens: ["54321"] }],
    ["meets a server that has no token", { tokens: [] }],
  ])("is refused when it %s", (_, change) => {
    expect(isSignedByTwilio({ ...call, ...change })).toBe(false);
  });

  it("is refused when our token is empty, even signed with the empty token", () => {
    expect(isSignedByTwilio({ ...call, tokens: [""], header: signTwilio("", url, params) })).toBe(false);
  });
});

describe("a JSON call", () => {
  const rawJsonBody = Buffer.from('{"CallSid":"CA1234567890ABCDE"}');
  const hash = createHash("sha256").update(rawJsonBody).digest("hex");
  const jsonUrl = `https://a.example/w?bodySHA256=${hash}`;
  const signed = (address: string) => ({
    url: address,
    rawJsonBody,
    header: signTwilio(token, address),
    tokens: [token],
  });

  it("is accepted when its address is signed and names the body's hash", () => {
    expect(isSignedByTwilio(signed(jsonUrl))).toBe(true);
  });

  it.each([
    ["whose body was changed", { ...signed(jsonUrl), rawJsonBody: Buffer.from('{"CallSid":"CA0"}') }],
    ["whose address names no hash", signed("https://a.example/w")],
    ["whose hash is in capitals", signed(`https://a.example/w?bodySHA256=${hash.toUpperCase()}`)],
    ["whose hash is empty", signed("https://a.example/w?bodySHA256=")],
    ["whose signature is another's", { ...signed(jsonUrl), header }],
  ])("is refused %s", (_, forged) => {
    expect(isSignedByTwilio(forged)).toBe(false);
  });
});
