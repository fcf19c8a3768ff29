import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeName } from "../../../shared/attachments/file-names.ts";
import { isUnder, keyOf, readKey } from "../../../shared/attachments/s3-urls.ts";

const ID = "01jd0000000000000000000abc";

describe("a file's key", () => {
  it("is taken apart into what it was made of", () => {
    expect(readKey(keyOf(7, ID, "año – Übersicht.pdf"))).toEqual({
      organization_id: 7,
      file_id: ID,
      name: "año – Übersicht.pdf",
    });
  });

  it("can be read back whatever the file was called", () => {
    const nasty = fc.constantFrom(
      "..",
      "/",
      "\\",
      "%2e",
      "%",
      "2",
      "f",
      "?",
      "#",
      "\u202e",
      "\u0000",
      "．",
      "‥",
      " ",
    );
    const part = fc.oneof(
      { weight: 3, arbitrary: nasty },
      { weight: 2, arbitrary: fc.string({ unit: "binary" }) },
    );
    const names = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(names, (name) => {
        const kept = safeName(name, "image/png");
        expect(readKey(keyOf(1, ID, kept))?.name).toBe(kept);
        expect(safeName(kept, "image/png")).toBe(kept);
      }),
      { numRuns: 2_000 },
    );
  });

  const bad: [situation: string, key: string][] = [
    ["a parent folder", `1/${ID}/../secret`],
    ["a parent folder as the name", `1/${ID}/..`],
    ["a parent folder as the organization", `../${ID}/a.jpg`],
    ["an escaped parent folder", `1/${ID}/%2e%2e`],
    ["an escaped slash", `1/${ID}/a%2Fb.jpg`],
    ["a doubly escaped dot", `1/${ID}/%252e%252e`],
    ["a leading slash", `/1/${ID}/a.jpg`],
    ["a double slash", `1//${ID}/a.jpg`],
    ["an empty name", `1/${ID}/`],
    ["no name", `1/${ID}`],
    ["one segment too many", `1/${ID}/b/a.jpg`],
    ["a backslash", `1/${ID}/..\\a.jpg`],
    ["a NUL", `1/${ID}/a\u0000.jpg`],
    ["a line break", `1/${ID}/a\r\nb.jpg`],
    ["text that runs backwards", `1/${ID}/gpj.\u202eexe`],
    ["an organization that is no number", `org_1/${ID}/a.jpg`],
    ["an organization with a leading zero", `01/${ID}/a.jpg`],
    ["an organization beyond 2^53", `9999999999999999/${ID}/a.jpg`],
    ["full-width digits", `\uff11/${ID}/a.jpg`],
    ["full-width dots", `1/${ID}/\uff0e\uff0e`],
    ["a slash that only looks like one", `1/${ID}/..\uff0fa.jpg`],
    ["an id in capitals", `1/${ID.toUpperCase()}/a.jpg`],
    ["an id of another length", `1/${ID}x/a.jpg`],
    ["a query", `1/${ID}/a.jpg?versionId=1`],
    ["a fragment", `1/${ID}/a.jpg#x`],
    ["half an emoji", `1/${ID}/\ud83d.jpg`],
    ["nothing at all", ""],
  ];
  it.each(bad)("is refused with %s", (_, key) => {
    expect(readKey(key)).toBeUndefined();
  });

  it("may have 1,024 bytes and not 1,025", () => {
    const room = 1_024 - Buffer.byteLength(`1/${ID}/`);
    const name = "é".repeat(Math.floor(room / 2)) + "a".repeat(room % 2);
    expect(readKey(`1/${ID}/${name}`)?.name).toBe(name);
    expect(readKey(`1/${ID}/${name}a`)).toBeUndefined();
  });

  it("belongs to its own organization only, and 1 is not 10", () => {
    expect(isUnder(1, `1/${ID}/a.jpg`)).toBe(true);
    expect(isUnder(1, `10/${ID}/a.jpg`)).toBe(false);
    expect(isUnder(10, `1/${ID}/a.jpg`)).toBe(false);
    expect(isUnder(1, `1/${ID}/../../10/${ID}/a.jpg`)).toBe(false);
  });
});
