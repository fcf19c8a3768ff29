import type * as z from "zod";

/** An endpoint as its callers read of it: what it takes and what it answers, in the schemas that it is held to. */
export interface Operation {
  tag: string;
  summary: string;
  description?: string;
  /** Absent: an API key. */
  proof?: "public" | "link" | "signature" | "identifiers";
  query?: Record<string, Parameter>;
  headers?: Record<string, Parameter>;
  /** What a path's `{name}` is, where it needs a word. */
  params?: Record<string, string>;
  /** JSON; `form` beside it: the same as multipart or urlencoded fields. */
  body?: z.ZodType;
  form?: { type: "multipart/form-data" | "application/x-www-form-urlencoded"; schema: z.ZodType };
  /** By status: the schema of a JSON answer, or, where there is none, what it means. */
  answers: Record<number, z.ZodType | string>;
  /** The shape of its refusals; absent: the problem document. */
  problem?: z.ZodType;
}

export interface Parameter {
  schema: z.ZodType;
  description: string;
}

/** By `METHOD /path`, as `functions.yml` names the route. */
export type Operations = Record<string, Operation>;
