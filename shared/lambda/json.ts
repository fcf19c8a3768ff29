import { Refusal, violation } from "../domain/errors.ts";
import { pointer } from "../messaging/outgoing-body.ts";

/**
 * DynamoDB keeps 32 levels in an item, where a template lies one level deeper than in its body
 * (`message.template`); one level is to spare. A parser that recurses never meets more either.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_DEPTH = 30;

/** Safely inside what DynamoDB's numbers hold (the same page): magnitudes of 1E-130 to 9.99E+125. */
const MAGNITUDE = { least: 1e-100, most: 1e100 } as const;

/** Bytes of a JSON body. */
const MAX_BODY_BYTES = 256 * 1024;

/** JSON from a stranger: valid UTF-8, valid JSON, and all that `checkJson` asks. */
export const parseJson = (raw: Buffer): unknown => {
  checkSize(raw.length);
  return checkShape(read(raw));
};

/** The same of what the runtime has parsed already. The depth comes first: writing JSON down recurses. */
export const checkJson = (value: unknown): unknown => {
  checkShape(value);
  checkSize(Buffer.byteLength(JSON.stringify(value) ?? ""));
  return value;
};

const checkSize = (bytes: number): void => {
  if (bytes <= MAX_BODY_BYTES) return;
  throw new Refusal(413, `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`);
};

/**
 * What a value is compared and written by: data that bears such a name throws wherever somebody compares it, a schema
 * that asks for a length included.
 */
const FORBIDDEN = new Set(["__proto__", "valueOf", "toString"]);

/** Of bounded depth, without lone surrogates, NUL, forbidden names or numbers that no database of ours can keep. */
const checkShape = (body: unknown): unknown => {
  const open: { value: unknown; path: PropertyKey[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") checkText(value, path);
    if (typeof value === "number") checkNumber(value, path);
    if (typeof value !== "object" || value === null) continue;
    if (path.length >= MAX_DEPTH)
      throw bad(path.slice(0, 4), "too_deep", `nested deeper than ${MAX_DEPTH} levels`);
    for (const [key, inner] of Object.entries(value)) {
      if (FORBIDDEN.has(key))
        throw bad([...path, key], "forbidden_name", `a field must not be called ${key}`);
      checkText(key, path);
      open.push({ value: inner, path: [...path, key] });
    }
  }
  return body;
};

const read = (raw: Buffer): unknown => {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    throw new Refusal(400, "The body is not valid UTF-8.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(
      400,
      text.trim() === "" ? "The body is empty; JSON was expected." : "The body is not valid JSON.",
    );
  }
};

const checkText = (text: string, path: PropertyKey[]): void => {
  if (!text.isWellFormed()) throw bad(path, "lone_surrogate", "half of a surrogate pair is not a character");
  if (text.includes("\u0000")) throw bad(path, "nul_character", "the character NUL cannot be sent");
};

/** Bodies that say `1e999` are valid JSON; it is read as infinity. */
const checkNumber = (number: number, path: PropertyKey[]): void => {
  const magnitude = Math.abs(number);
  if (magnitude === 0 || (magnitude >= MAGNITUDE.least && magnitude <= MAGNITUDE.most)) return;
  const message = `a number is 0 or of a magnitude from ${MAGNITUDE.least} to ${MAGNITUDE.most}`;
  throw bad(path, "number_out_of_range", message);
};

const bad = (path: PropertyKey[], code: string, message: string): Refusal =>
  new Refusal(400, `${pointer(path)}: ${message}`, { violations: [violation(pointer(path), code, message)] });
