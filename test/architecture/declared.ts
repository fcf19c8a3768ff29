import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import * as z from "zod";
import { ROOT } from "./sources.ts";

const Event = z.union([
  z.strictObject({ httpApi: z.string().regex(/^(?:\*|[A-Z]+ \/\S*)$/) }),
  z.strictObject({ websocket: z.string().regex(/^\$(?:connect|disconnect|default)$/) }),
  z.strictObject({ schedule: z.string() }),
  z.strictObject({ sqs: z.record(z.string(), z.unknown()) }),
  z.strictObject({ stream: z.record(z.string(), z.unknown()) }),
  z.strictObject({ s3: z.record(z.string(), z.unknown()) }),
]);
const Definition = z.looseObject({
  handler: z.string(),
  name: z.string(),
  role: z.string(),
  events: z.array(Event),
});

/** A function as its folder's functions.yml declares it. */
export interface Declared {
  key: string;
  folder: string;
  /** The entry file, from the root. */
  file: string;
  definition: z.infer<typeof Definition>;
}

export const declaredFunctions = (root = ROOT): Declared[] =>
  globSync("functions/*/functions.yml", { cwd: root })
    .sort()
    .flatMap((path) => {
      const folder = basename(join(path, ".."));
      const parsed = z.record(z.string(), Definition).parse(load(readFileSync(join(root, path), "utf8")));
      return Object.entries(parsed).map(([key, definition]) => ({
        key,
        folder,
        file: definition.handler.replace(/\.handler$/, ".ts"),
        definition,
      }));
    });

/** What brings a function HTTP requests or frames: the route's name, as in infra/aws/proofs.yml. */
export const routesOf = ({ definition }: Declared): string[] =>
  definition.events.flatMap((event) => {
    if ("httpApi" in event) return event.httpApi === "*" ? "$default" : event.httpApi;
    return "websocket" in event ? `socket ${event.websocket}` : [];
  });

export const readProofs = (root = ROOT): Record<string, string> =>
  z.record(z.string(), z.string()).parse(load(readFileSync(join(root, "infra/aws/proofs.yml"), "utf8")));

export const repeated = (words: string[]): string[] =>
  words.filter((word, index) => words.indexOf(word) !== index);
