import { describe, expect, it } from "vitest";
import { environmentSecrets } from "../../shared/embedded/secrets.ts";

describe("a secret in the environment", () => {
  const secrets = environmentSecrets({ TOKEN: "one", BOTH: " new ,old,", EMPTY: "", COMMAS: " , " });

  it.each([
    ["TOKEN", ["one"]],
    ["BOTH", ["new", "old"]],
    ["EMPTY", []],
    ["COMMAS", []],
    ["MISSING", []],
    ["toString", []],
  ])("%s has the values %j", async (name, values) => {
    expect(await secrets.get(name)).toEqual(values);
  });
});
