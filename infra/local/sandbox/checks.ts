import type { Refusal } from "./errors.ts";

export type Fields = Record<string, unknown>;

/** In what way a field is wrong; each provider has its own code for each. */
export type Problem = "missing" | "wrong" | "long" | "unexpected";

export type Refuse = (problem: Problem, details: string) => Refusal;

type Length = { max: number; min?: number; bytes?: boolean };

export type Checks = ReturnType<typeof checks>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isWebUrl(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value);
}

/** Small checks that answer the value they approve of and throw what `refuse` makes of the rest. */
export function checks(refuse: Refuse) {
  function object(value: unknown, path: string, allowed?: readonly string[]): Fields {
    if (value === undefined || value === null) throw refuse("missing", `${path} is required`);
    if (!isFields(value)) throw refuse("wrong", `${path} must be an object`);
    if (allowed) only(value, path, allowed);
    return value;
  }

  function only(value: Fields, path: string, allowed: readonly string[]): void {
    for (const key of Object.keys(value)) {
      if (!allowed.includes(key)) throw refuse("unexpected", `Unexpected key "${key}" on param "${path}"`);
    }
  }

  /** Characters are UTF-16 units: no documented way of counting gives more, so nothing too long passes. */
  function string(value: unknown, path: string, { max, min = 1, bytes = false }: Length): string {
    if (value === undefined || value === null) throw refuse("missing", `${path} is required`);
    if (typeof value !== "string") throw refuse("wrong", `${path} must be a string`);
    if (value.length < min || (min > 0 && value.trim() === "")) {
      throw refuse("missing", `${path} must not be empty`);
    }
    const length = bytes ? Buffer.byteLength(value) : value.length;
    if (length > max) {
      throw refuse("long", `${path} must be at most ${max} ${bytes ? "bytes" : "characters"} long`);
    }
    return value;
  }

  function array(value: unknown, path: string, min: number, max: number): unknown[] {
    if (value === undefined || value === null) throw refuse("missing", `${path} is required`);
    if (!Array.isArray(value)) throw refuse("wrong", `${path} must be an array`);
    if (value.length < min || value.length > max) {
      throw refuse("wrong", `${path} must have ${min} to ${max} entries, not ${value.length}`);
    }
    return value;
  }

  function oneOf<const T extends string>(value: unknown, path: string, options: readonly T[]): T {
    if (value === undefined || value === null) throw refuse("missing", `${path} is required`);
    const found = options.find((option) => option === value);
    if (found === undefined) throw refuse("wrong", `${path} must be one of {${options.join(", ")}}`);
    return found;
  }

  function number(value: unknown, path: string, min: number, max: number): number {
    if (value === undefined || value === null || value === "") {
      throw refuse("missing", `${path} is required`);
    }
    const read = typeof value === "string" ? Number(value) : value;
    if (typeof read !== "number" || !(read >= min && read <= max)) {
      throw refuse("wrong", `${path} must be a number from ${min} to ${max}`);
    }
    return read;
  }

  function url(value: unknown, path: string): string {
    if (value === undefined || value === null) throw refuse("missing", `${path} is required`);
    if (!isWebUrl(value)) throw refuse("wrong", `${path} must be an http or https URL`);
    return value;
  }

  function unique(values: readonly string[], path: string): void {
    if (new Set(values).size !== values.length) throw refuse("wrong", `${path} must be unique`);
  }

  return { object, only, string, array, oneOf, number, url, unique };
}
