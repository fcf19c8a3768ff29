import { describe, expect, it } from "vitest";
import { MAX_NAME_BYTES, safeName, shortName } from "../../../shared/attachments/file-names.ts";

describe("the name a file keeps", () => {
  it.each([
    ["an ordinary name stays", "Résumé 2026 (final) 👩🏽‍💻.pdf", "Résumé 2026 (final) 👩🏽‍💻.pdf"],
    ["folders go", "/etc/../tmp/a.jpg", "a.jpg"],
    ["a Windows path goes", "C:\\Users\\me\\photo.png", "photo.png"],
    ["a trailing slash is no name", "album/a.jpg/", "a.jpg"],
    ["line breaks go", "a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"],
    ["text that runs backwards goes", "photo\u202egpj.exe", "photogpj.exe"],
    ["every bidi mark goes", "\u200e\u200f\u061c\u2066a\u2069.png", "a.png"],
    ["what an address would cut off is replaced", "who? #1 100%25.pdf", "who_ _1 100_25.pdf"],
    ["a lone percent stays", "100% sure.pdf", "100% sure.pdf"],
    ["slashes in disguise are replaced", "a\u2215b\uff0fc.png", "a_b_c.png"],
    ["hidden files show", ".htaccess.txt", "htaccess.txt"],
    ["white space is tidied", "  a \t  b .pdf ", "a b.pdf"],
    ["accents come in one spelling", "e\u0301te\u0301.pdf", "été.pdf"],
    ["half an emoji is marked", "a\ud83d.pdf", "a\ufffd.pdf"],
  ])("%s", (_, name, kept) => {
    expect(safeName(name)).toBe(kept);
  });

  it.each([
    ["", "image/jpeg", "file.jpg"],
    ["..", "application/pdf", "file.pdf"],
    [" / ", "audio/ogg; codecs=opus", "file.ogg"],
    [".pdf", "application/pdf", "file.pdf"],
    ["‥", undefined, "file"],
    ["\u202e", "application/x-unheard-of", "file"],
    ["scan", "IMAGE/PNG", "scan.png"],
    ["scan.final version", "image/png", "scan.final version.png"],
    ["report.pdf", "image/png", "report.pdf"],
    ["constructor", "constructor", "constructor"],
  ])("%j of type %s is called %s", (name, type, kept) => {
    expect(safeName(name, type)).toBe(kept);
  });

  it("is cut at 200 bytes, between two characters, with its extension kept", () => {
    const exact = `${"a".repeat(MAX_NAME_BYTES - 4)}.pdf`;
    expect(safeName(exact)).toBe(exact);
    expect(safeName(`a${exact}`)).toBe(exact);
    const family = "👨‍👩‍👧‍👦";
    const kept = safeName(`${family.repeat(30)}.jpeg`);
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(MAX_NAME_BYTES);
    expect(kept).toBe(`${family.repeat(7)}.jpeg`);
  });
});

describe("a provider that takes short plain names", () => {
  it.each([
    ["photo.jpg", "photo.jpg"],
    ["Rechnung März 2026 endgültig.pdf", "RechnungMarz2026.pdf"],
    ["写真.png", "file.png"],
    ["a-very-long-name-without-extension", "a-very-long-name-wit"],
  ])("gets %s as %s", (name, short) => {
    expect(shortName(name)).toBe(short);
    expect(short.length).toBeLessThanOrEqual(20);
  });
});
