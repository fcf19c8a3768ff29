import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { declaredFunctions, repeated } from "./declared.ts";
import { ROOT, readSources } from "./sources.ts";

const declared = declaredFunctions();

describe("an entry file", () => {
  it.each(declared.map(({ file }) => file))(
    "%s says what triggers it, and is small enough to like",
    (file) => {
      const lines = readFileSync(join(ROOT, file), "utf8").trimEnd().split("\n");
      expect(lines[0]).toMatch(/^\/\/ \S/);
      expect(lines.length).toBeLessThanOrEqual(50);
    },
  );

  it.each(declared.map(({ file }) => file))(
    "%s can be imported anywhere, and then made with other parts",
    async (file) => {
      const entry = (await import(join(ROOT, file))) as Record<string, unknown>;
      expect(entry).toMatchObject({ handler: expect.any(Function), createHandler: expect.any(Function) });
      expect(Object.keys(entry).sort()).toEqual(["createHandler", "handler"]);
    },
  );
});

describe("a Lambda, its file and its key carry one name", () => {
  it.each(declared)("$key", ({ key, folder, definition }) => {
    expect(definition.handler).toBe(`functions/${folder}/${key}.handler`);
    expect(definition.name).toBe(`${key}-\${sls:stage}`);
  });

  it("stands in one functions.yml only; a second one would be merged into it without a word", () => {
    expect(repeated(declared.map(({ key }) => key))).toEqual([]);
    expect(repeated(["a", "b", "a"])).toEqual(["a"]);
  });

  it("leaves out no file that could run", () => {
    const runnable = readSources()
      .filter(({ path, text }) => path.startsWith("functions/") && /^export const handler\b/m.test(text))
      .map(({ path }) => path);
    expect(runnable).toEqual(declared.map(({ file }) => file).sort());
  });
});
