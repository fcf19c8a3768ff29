import { describe, expect, it } from "vitest";
import { encodeForm, fieldOf, readForm } from "../../../../shared/providers/twilio/form.ts";
import { cpuMs } from "../../../support/cpu.ts";

const KIB = 1024;
/** The most names that fit into the largest form: three characters and an ampersand each. */
const manyNames = () =>
  Array.from({ length: 36 ** 3 }, (_, index) => index.toString(36).padStart(3, "0")).join("&");

describe("a form that anybody may post", () => {
  it("costs one pass, however many names it has", async () => {
    const body = manyNames();
    let fields = {};
    expect(await cpuMs(() => (fields = readForm(body)))).toBeLessThan(1_000);
    expect(Object.keys(fields)).toHaveLength(36 ** 3);
  });

  it("costs one pass, however often it repeats a name", async () => {
    const body = "a&".repeat(128 * KIB);
    let fields = {};
    expect(await cpuMs(() => (fields = readForm(body)))).toBeLessThan(1_000);
    expect(fields).toEqual({ a: Array(128 * KIB).fill("") });
  });

  it("is refused above 256 KiB before it is read, and read a byte below", () => {
    const body = `Body=${"x".repeat(256 * KIB - 5)}`;
    expect(fieldOf(readForm(body), "Body")).toHaveLength(256 * KIB - 5);
    expect(() => readForm(`${body}x`)).toThrow(expect.objectContaining({ name: "Refusal", status: 413 }));
    expect(() => readForm("é".repeat(128 * KIB + 1))).toThrow(expect.objectContaining({ status: 413 }));
  });

  it("keeps names that every object has as fields of the form, and lends it none of theirs", () => {
    const fields = readForm("__proto__=a&constructor=b&toString=c&__proto__=d");
    expect(Object.entries(fields)).toEqual([
      ["__proto__", ["a", "d"]],
      ["constructor", "b"],
      ["toString", "c"],
    ]);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect([fieldOf(fields, "__proto__"), fieldOf(readForm(""), "toString")]).toEqual(["a", undefined]);
  });

  it("gives back what was written, each name's values in their order", () => {
    const written = { To: "+1 202", MediaUrl: ["https://a.example/?x=1&y", "b", "b"], Body: "é & 😀\n" };
    expect(readForm(encodeForm(written))).toEqual(written);
  });
});
