import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import yaml from "js-yaml";
import * as z from "zod";

const functionsFolder = join(import.meta.dirname, "../../functions");

const HttpApi = z.union([
  z.string(),
  z.object({ method: z.string(), path: z.string() }).transform(({ method, path }) => `${method} ${path}`),
]);
const Lambda = z.looseObject({
  handler: z.string(),
  events: z.array(z.looseObject({ httpApi: HttpApi.optional() })).default([]),
});
const Functions = z.record(z.string(), Lambda);

export interface Route {
  method: string;
  /** With `{name}` for a parameter, as API Gateway writes it; `$default` for what nothing else matches. */
  path: string;
  file: string;
}

/** CloudFormation's tags mean nothing here; they are read as what they stand on. */
const tags = ["scalar", "sequence", "mapping"].flatMap((kind) =>
  ["!Ref", "!Sub", "!GetAtt", "!Join", "!If", "!Equals", "!ImportValue", "!Select", "!Split"].map(
    (tag) => new yaml.Type(tag, { kind: kind as "scalar", construct: (data: unknown) => data }),
  ),
);
const schema = yaml.DEFAULT_SCHEMA.extend(tags);

export const readYaml = (path: string): unknown => yaml.load(readFileSync(path, "utf8"), { schema });

/** The routes as they are deployed: read from every `functions.yml`, so that one list serves both. */
export const readRoutes = (): Route[] =>
  readdirSync(functionsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const functions = Functions.parse(readYaml(join(functionsFolder, name, "functions.yml")));
      return Object.values(functions).flatMap(routesOf);
    });

const routesOf = ({ handler, events }: z.infer<typeof Lambda>): Route[] =>
  events.flatMap(({ httpApi }) => {
    if (httpApi === undefined) return [];
    const [method = "", path = ""] = httpApi === "*" ? ["*", "$default"] : httpApi.split(" ");
    return [{ method: method.toUpperCase(), path, file: fileOf(handler) }];
  });

/** `functions/sms/deliver-sms.handler` → the file's address. */
const fileOf = (handler: string): string => join(functionsFolder, "..", handler.replace(/\.handler$/, ".ts"));
