import * as z from "zod";
import { operations } from "../../functions/operations.ts";

/** Every schema of an answer, closed: what it does not name, nobody was told of. */
const closed = new Map<z.core.$ZodType, z.ZodType>();

const close = (schema: z.core.$ZodType): z.ZodType => {
  const known = closed.get(schema);
  if (known) return known;
  const made = closedOf(schema);
  closed.set(schema, made);
  return made;
};

const closedOf = (schema: z.core.$ZodType): z.ZodType => {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  switch (def.type) {
    case "object":
      return z.strictObject(
        Object.fromEntries(Object.entries(def.shape).map(([name, one]) => [name, close(one)])),
      );
    case "array":
      return z.array(close(def.element));
    case "optional":
      return z.optional(close(def.innerType));
    case "nullable":
      return z.nullable(close(def.innerType));
    case "union":
      return z.union(def.options.map(close));
    case "record":
      return z.record(z.string(), close(def.valueType));
    case "default":
    case "prefault":
    case "readonly":
      return close(def.innerType);
    case "pipe":
      return close(def.out);
    default:
      return schema as z.ZodType;
  }
};

/** The routes of which an answer was held to the reference in this process. */
export const heldToReference = new Set<string>();

/** What in an answer the reference does not say, or says otherwise; each with its place. */
export const unlikeReference = (route: string, status: number, body: unknown): string[] => {
  const answer = operations[route]?.answers[status];
  if (answer === undefined || typeof answer === "string") return [];
  heldToReference.add(route);
  const read = close(answer).safeParse(body);
  return read.success ? [] : problemsIn(read.error.issues);
};

/** Of a choice, what the closest alternative has against it. */
const problemsIn = (issues: readonly z.core.$ZodIssue[], at: PropertyKey[] = []): string[] =>
  issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (issue.code !== "invalid_union" || issue.errors.length === 0)
      return [`/${path.join("/")}: ${issue.message}`];
    const each = issue.errors.map((one) => problemsIn(one, path));
    return each.reduce((best, one) => (one.length < best.length ? one : best));
  });
