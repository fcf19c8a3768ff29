import * as z from "zod";

export type Json = Record<string, unknown>;

/** A schema with its named parts lifted to the components. */
export const schemaOf = (schema: z.ZodType, side: "input" | "output", schemas: Json): Json => {
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
