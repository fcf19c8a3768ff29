import * as z from "zod";
import { Problem } from "./answers.ts";
import type { Operation, Operations, Parameter } from "./operation.ts";

type Json = Record<string, unknown>;

/** What the whole is called, and in which version. */
export interface Info {
  title: string;
  version: string;
  description: string;
}

/**
 * The OpenAPI 3.1 document of these operations. Pure: the same operations always make the same document.
 * https://spec.openapis.org/oas/v3.1.1.html
 */
export const openApiOf = (info: Info, operations: Operations, tags: Record<string, string>): Json => {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = route.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: described(route, operation, schemas) };
  }
  return {
    openapi: "3.1.0",
    info,
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { securitySchemes: SECURITY, schemas: sorted(schemas) },
  };
};

const SECURITY = {
  key: { type: "apiKey", in: "header", name: "x-api-key" },
  bearer: { type: "http", scheme: "bearer" },
};

const described = (route: string, operation: Operation, schemas: Json): Json => {
  const { tag, summary, description, body, form, answers, proof } = operation;
  const content = {
    ...(body && { "application/json": { schema: schemaOf(body, "input", schemas) } }),
    ...(form && { [form.type]: { schema: schemaOf(form.schema, "input", schemas) } }),
  };
  const parameters = parametersOf(route, operation, schemas);
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    ...(description && { description }),
    security: proof === undefined ? [{ key: [] }, { bearer: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...((body || form) && { requestBody: { required: true, content } }),
    responses: { ...answersOf(answers, schemas), ...refusalsOf(operation, schemas) },
  };
};

/** `POST /conversations/{id}/messages` → `postConversationsIdMessages`. */
const operationId = (route: string): string =>
  route
    .toLowerCase()
    .replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/[^a-zA-Z0-9]/g, "");

const parametersOf = (route: string, { query, headers, params }: Operation, schemas: Json): Json[] => [
  ...[...route.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    ...(params?.[name] && { description: params[name] }),
    schema: { type: "string" },
  })),
  ...Object.entries(query ?? {}).map((one) => parameterOf("query", one, schemas)),
  ...Object.entries(headers ?? {}).map((one) => parameterOf("header", one, schemas)),
];

const parameterOf = (
  place: string,
  [name, { schema, description }]: [string, Parameter],
  schemas: Json,
): Json => ({
  name,
  in: place,
  description,
  schema: schemaOf(schema, "input", schemas),
});

const answersOf = (answers: Operation["answers"], schemas: Json): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      typeof answer === "string"
        ? { description: answer }
        : {
            description: MEANINGS[status] ?? "Answered.",
            content: { "application/json": { schema: schemaOf(answer, "output", schemas) } },
          },
    ]),
  );

const MEANINGS: Record<string, string> = {
  200: "Done.",
  201: "Accepted: it is queued, and ends in a final state.",
  202: "Accepted and queued; it can be read after `retry_after` seconds.",
};

const refusalsOf = ({ problem = Problem, proof }: Operation, schemas: Json): Json =>
  proof === "public" || proof === "link"
    ? {}
    : {
        "4XX": {
          description: "Refused, with everything that is wrong and its place.",
          content: {
            [problem === Problem ? "application/problem+json" : "application/json"]: {
              schema: schemaOf(problem, "output", schemas),
            },
          },
        },
      };

/** A schema with its named parts lifted to the components. */
const schemaOf = (schema: z.ZodType, side: "input" | "output", schemas: Json): Json => {
  const { $schema, $defs, ...made } = z.toJSONSchema(schema, {
    // A field that is prepared before it is read is what it is then; defaults are told by what comes in.
    io: side,
    unrepresentable: "any",
    target: "draft-2020-12",
    override: ({ zodSchema, jsonSchema }) => patch(zodSchema, jsonSchema as Json, side),
  }) as Json;
  for (const [name, one] of Object.entries(($defs as Json | undefined) ?? {})) schemas[name] = linked(one);
  // zod leaves out the examples of what is prepared before it is read.
  const { id, examples } = z.globalRegistry.get(schema) ?? {};
  if (id === undefined) return linked(made) as Json;
  const { $ref, ...own } = made as Json;
  if (Object.keys(own).length > 0) schemas[id] = linked(own);
  if (examples) schemas[id] = { ...(schemas[id] as Json), examples };
  return { $ref: `#/components/schemas/${id}` };
};

/** Numbers may come as strings of digits, and what is prepared for its schema is described by it. */
const patch = (schema: z.core.$ZodType, json: Json, side: "input" | "output"): void => {
  const { def } = schema._zod;
  if (def.type === "pipe" && side === "input") {
    const { out } = def as z.core.$ZodPipeDef;
    if (Object.keys(json).length === 0 && out) {
      const { $schema, ...inner } = z.toJSONSchema(out, {
        io: side,
        unrepresentable: "any",
        override: (one) => patch(one.zodSchema, one.jsonSchema as Json, side),
      }) as Json;
      Object.assign(json, inner);
    }
  }
  const options = json.anyOf;
  if (Array.isArray(options) && options.some((one: Json) => one.type === "integer")) {
    json.anyOf = options.map((one: Json) =>
      Object.keys(one).length === 0 ? { type: "string", pattern: "^[0-9]{1,16}$" } : one,
    );
  }
};

const linked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(linked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "id" || typeof (value as Json).id !== "string")
      .map(([name, inner]) => [
        name,
        name === "$ref" && typeof inner === "string"
          ? inner.replace("#/$defs/", "#/components/schemas/")
          : linked(inner),
      ]),
  );
};

const sorted = (schemas: Json): Json =>
  Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
