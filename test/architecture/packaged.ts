import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { ROOT } from "./sources.ts";

export interface Resource {
  Type: string;
  DeletionPolicy?: string;
  Properties: Record<string, unknown>;
}
export interface Template {
  Resources: Record<string, Resource>;
}

/** What `npm run package` makes. */
export interface Packaged {
  /** The copy of the product it was made from. */
  folder: string;
  templateFile: string;
  template: Template;
  /** By the function's key: its files and their text. */
  zips: Record<string, Record<string, string>>;
  remove(): void;
}

export const STAGE = "production";
const INPUTS = [
  "functions",
  "shared",
  "infra/aws",
  "infra/cors.yml",
  "package.json",
  "tsconfig.json",
  "serverless.yml",
];

/** A copy that `npm run package` can work in: its working folders are always in the tree it packages. */
export const copyOfProduct = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "outgoing-package-"));
  mkdirSync(join(folder, "infra"));
  for (const path of INPUTS) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
};

/** Packages with an empty environment: no credentials, no region, no home. */
export const packageProduct = async (folder = copyOfProduct()): Promise<Packaged> => {
  const output = join(folder, "packaged");
  const cli = join(ROOT, "node_modules", "serverless", "bin", "serverless.js");
  await promisify(execFile)(process.execPath, [cli, "package", "--stage", STAGE, "--package", output], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: folder },
  });
  const templateFile = join(output, "cloudformation-template-update-stack.json");
  const zips = readdirSync(output).filter((name) => name.endsWith(".zip"));
  return {
    folder,
    templateFile,
    template: JSON.parse(readFileSync(templateFile, "utf8")) as Template,
    zips: Object.fromEntries(zips.map((name) => [name.replace(/\.zip$/, ""), filesIn(join(output, name))])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const filesIn = (zip: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(zip))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
