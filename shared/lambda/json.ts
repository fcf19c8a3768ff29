import { Refusal, violation } from "../domain/errors.ts";
import { pointer } from "../messaging/outgoing-body.ts";

/** Deeper than any body of ours; a parser that recurses would end here in a stack overflow. */
const MAX_DEPTH = 32;

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

/** Of bounded depth, without lone surrogates, NUL or `__proto__`. */
const checkShape = (body: unknown): unknown => {
  const open: { value: unknown; path: PropertyKey[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") checkText(value, path);
    if (typeof value !== "object" || value === null) continue;
    if (path.length >= MAX_DEPTH)
      throw bad(path.slice(0, 4), "too_deep", `nested deeper than ${MAX_DEPTH} levels`);
    for (const [key, inner] of Object.entries(value)) {
      if (key === "__proto__")
        throw bad([...path, key], "forbidden_name", "a field must not be called __proto__");
      checkText(key, path);
      if (typeof inner === "string" || typeof inner === "object")
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

const bad = (path: PropertyKey[], code: string, message: string): Refusal =>
  new Refusal(400, `${pointer(path)}: ${message}`, { violations: [violation(pointer(path), code, message)] });
