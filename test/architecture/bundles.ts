import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { DEFAULT_SCHEMA, load, Type } from "js-yaml";
import type { Declared } from "./declared.ts";
import { CHANNEL_LIST, OPERATION_LIST, REFERENCE_ENTRY, SERVE_EVERY_CHANNEL } from "./layers.ts";
import { reachable, readSources } from "./sources.ts";

export interface Bundle {
  text: string;
  /** Every file with a byte in it: ours from the root, others from `node_modules/`. */
  inputs: string[];
}

/** Of `custom.esbuild`, what is the packager's and not the bundler's. */
const PACKAGERS_OWN = ["outputFileExtension", "exclude", "concurrency", "skipRebuild"];

const bundlerOptions = (folder: string): BuildOptions => {
  const tags = ["scalar", "sequence", "mapping"].map(
    (kind) => new Type("!", { kind: kind as "scalar", multi: true, construct: (data: unknown) => data }),
  );
  const schema = DEFAULT_SCHEMA.extend(tags);
  const text = readFileSync(join(folder, "serverless.yml"), "utf8");
  const { custom } = load(text, { schema }) as { custom: { esbuild: Record<string, unknown> } };
  return Object.fromEntries(Object.entries(custom.esbuild).filter(([name]) => !PACKAGERS_OWN.includes(name)));
};

/** Every function bundled as `npm run package` does it, together with what went into each. */
export const bundlesOf = async (folder: string, declared: Declared[]): Promise<Record<string, Bundle>> => {
  const { metafile, outputFiles } = await build({
    ...bundlerOptions(folder),
    absWorkingDir: folder,
    entryPoints: declared.map(({ file }) => file),
    outbase: folder,
    outdir: join(folder, "bundled"),
    outExtension: { ".js": ".mjs" },
    metafile: true,
    write: false,
  });
  return Object.fromEntries(
    declared.map(({ key, file }) => {
      const path = `bundled/${file.replace(/\.ts$/, ".mjs")}`;
      const inputs = Object.entries(metafile.outputs[path]?.inputs ?? {})
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([name]) => name.replace(/^.*?(?=node_modules\/)/, ""));
      return [key, { inputs, text: outputFiles.find((one) => one.path === join(folder, path))?.text ?? "" }];
    }),
  );
};

/** The list of channels with their rules: what a function that serves them all may carry besides its own folder. */
const RULES = reachable(readSources(), CHANNEL_LIST, true);
/** The list of operations with their schemas, which the reference is made of. */
const OPERATIONS = reachable(readSources(), OPERATION_LIST, true);

const mayCarry = (file: string, path: string): boolean =>
  (SERVE_EVERY_CHANNEL.includes(file) && RULES.has(path)) ||
  (file === REFERENCE_ENTRY && OPERATIONS.has(path));

/** What a function must not carry. */
export const strangers = ({ folder, key, file }: Declared, { text, inputs }: Bundle): string[] => [
  ...inputs
    .filter((path) => path.startsWith("functions/") && !path.startsWith(`functions/${folder}/`))
    .filter((path) => !mayCarry(file, path))
    .map((path) => `${key} carries ${path}`),
  ...inputs
    .filter((path) => /^(?:node_modules\/ws\/|shared\/embedded\/|infra\/)/.test(path))
    .map((path) => `${key} carries ${path}`),
  ...(/(?:from|import|require)\s*\(?\s*["'](?:node:sqlite|ws)["']/.test(text)
    ? [`${key} asks for node:sqlite or ws`]
    : []),
  ...(/^\/\/# sourceMappingURL/m.test(text) ? [`${key} carries a source map`] : []),
];

export const clientsIn = ({ inputs }: Bundle): string[] =>
  [
    ...new Set(inputs.flatMap((path) => /^node_modules\/(@aws-sdk\/client-[\w-]+)\//.exec(path)?.[1] ?? [])),
  ].sort();
