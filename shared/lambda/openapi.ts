import { Problem } from "./answers.ts";
import { type Json, schemaOf } from "./openapi-schema.ts";
import type { Operation, Operations, Parameter } from "./operation.ts";

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

const sorted = (schemas: Json): Json =>
  Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
