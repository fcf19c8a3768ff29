import { describe, expect, it } from "vitest";
import { makeMediaToken, mediaTokenExpiry, readMediaToken } from "../../../shared/attachments/media-token.ts";

const NOW = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);
const grant = {
  organization_id: 7,
  file_id: "01jd0000000000000000000abc",
  expires_at: mediaTokenExpiry(NOW),
};
const token = makeMediaToken(grant, "now");

describe("a media token", () => {
  it("grants its file for 24 hours, to the second", () => {
    expect(readMediaToken(token, "now", NOW)).toEqual(grant);
    expect(readMediaToken(token, "now", later(24 * 3_600_000 - 1))).toEqual(grant);
    expect(readMediaToken(token, "now", later(24 * 3_600_000))).toBeUndefined();
  });

  it("stands in a path without being escaped", () => {
    expect(encodeURIComponent(token)).toBe(token);
  });

  it("is still good while its secret is being rotated, and no longer", () => {
    expect(readMediaToken(token, ["next", "now"], NOW)).toEqual(grant);
    expect(readMediaToken(token, ["next"], NOW)).toBeUndefined();
    expect(readMediaToken(token, [], NOW)).toBeUndefined();
  });

  it.each([
    ["of another organization", token.replace(/^7/, "8")],
    ["of another file", token.replace("abc", "abd")],
    ["that lasts longer", token.replace(/\.(\d+)\./, (_, seconds) => `.${Number(seconds) + 1}.`)],
    ["without its signature", token.slice(0, token.lastIndexOf("."))],
    ["with a shorter signature", token.slice(0, -1)],
    ["with something after it", `${token}A`],
    ["with a line break after it", `${token}\n`],
    ["that is empty", ""],
    ["with letters where its expiry stands", token.replace(/\.\d+\./, ".soon.")],
  ])("one %s opens nothing", (_, forged) => {
    expect(readMediaToken(forged, "now", NOW)).toBeUndefined();
  });

  it("has one spelling: another base64 text of the same bytes is refused", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const twin = token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) ^ 1];
    const bytes = (text: string) => Buffer.from(text.slice(text.lastIndexOf(".") + 1), "base64url");
    expect(bytes(twin)).toEqual(bytes(token));
    expect(readMediaToken(twin, "now", NOW)).toBeUndefined();
  });
});
