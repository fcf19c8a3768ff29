import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

/** One file of the product's own code; its path is relative to the root. */
export interface Source {
  path: string;
  text: string;
}

export interface Import {
  /** A path from the root for our own files, else what the import says. */
  target: string;
  names: string[];
  typeOnly: boolean;
}

export const readSources = (root = ROOT): Source[] =>
  globSync(["functions/**/*.ts", "shared/**/*.ts", "infra/**/*.ts"], { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

const STATEMENT = /^(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s*["']([^"']+)["']/gm;
const BARE = /(?:^import\s*|\bimport\s*\(\s*|\brequire\s*\(\s*)["']([^"']+)["']/gm;

export const importsOf = ({ path, text }: Source): Import[] => [
  ...[...text.matchAll(STATEMENT)].map(([, type, what = "", from = ""]) => {
    const names = namesIn(what);
    const typeOnly =
      type !== undefined || (names.length > 0 && names.every((name) => name.startsWith("type ")));
    return {
      target: resolve(path, from),
      names: names.map((name) => name.replace(/^type /, "").replace(/ as .*/, "")),
      typeOnly,
    };
  }),
  ...[...text.matchAll(BARE)].map(([, from = ""]) => ({
    target: resolve(path, from),
    names: [],
    typeOnly: false,
  })),
];

const namesIn = (what: string): string[] =>
  (/\{([^}]*)\}/.exec(what)?.[1] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

const resolve = (path: string, from: string): string =>
  from.startsWith(".") ? posix.join(posix.dirname(path), from) : from;

/** Every file of ours that `start` reaches; `runtime` leaves out imports that are only types. */
export const reachable = (sources: Source[], start: string, runtime = false): Set<string> => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const found = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = byPath.get(path);
    if (!source || found.has(path)) continue;
    found.add(path);
    open.push(
      ...importsOf(source)
        .filter(({ typeOnly }) => !(runtime && typeOnly))
        .map(({ target }) => target),
    );
  }
  return found;
};
