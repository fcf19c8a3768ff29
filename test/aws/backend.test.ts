import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const CLIENT = /node_modules\/@aws-sdk\/client-([a-z0-9]+)\//;

/** The AWS clients, and the files of the other backend, that a function of these exports would carry. */
const bundled = async (names: string[]): Promise<string[]> => {
  const { metafile } = await build({
    stdin: {
      contents: `import { ${names} } from "#backend"; export const handler = () => [${names}];`,
      resolveDir: fileURLToPath(new URL("../../functions", import.meta.url)),
    },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    conditions: ["lambda", "module"],
    outfile: "handler.mjs",
  });
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs);
  const kept = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const found = kept.map((path) => CLIENT.exec(path)?.[1] ?? /shared\/embedded\/.*/.exec(path)?.[0]);
  return [...new Set(found.filter((name) => name !== undefined))].sort();
};

describe("a function's bundle", () => {
  it.each([
    [["items"], ["dynamodb"]],
    [["queue"], ["sqs"]],
    [["bucket"], ["s3"]],
    [["sockets"], ["apigatewaymanagementapi"]],
    [["secrets"], ["ssm"]],
    [["settings"], []],
    [["events"], ["dynamodb"]],
    [["eventQueue"], ["sqs"]],
    [
      ["items", "queue"],
      ["dynamodb", "sqs"],
    ],
  ])("of %s has the clients %s and no other, and nothing of the other backend", async (names, clients) => {
    expect(await bundled(names)).toEqual(clients);
  });
});
