import { Refusal } from "../../domain/errors.ts";
import { answerJson } from "../answer-json.ts";
import { type FormParams, MAX_FORM_BYTES, readForm } from "./form.ts";

/** A call of Twilio's as it came. */
export interface TwilioBody {
  raw: Buffer;
  rawQuery: string;
  contentType: string | undefined;
}

/**
 * The body that the signature covers by its hash, which stands in the address as `bodySHA256`, as with JSON; undefined
 * for a form, whose fields it covers themselves. A missing body counts as `{}`.
 * https://github.com/twilio/twilio-node/blob/main/src/webhooks/webhooks.ts
 */
export const hashedBody = ({ raw, rawQuery }: TwilioBody): Buffer | undefined => {
  if (!carriesHash(rawQuery)) return undefined;
  return raw.length === 0 ? Buffer.from("{}") : raw;
};

const carriesHash = (rawQuery: string): boolean => new URLSearchParams(rawQuery).has("bodySHA256");

/**
 * The fields of a form, or of a flat JSON object whose hash the address carries. What is no object has none: it is
 * read before its signature can be checked.
 * @throws {Refusal} 413 for a body above 256 KiB.
 */
export const readFields = ({ raw, rawQuery, contentType }: TwilioBody): FormParams => {
  if (!carriesHash(rawQuery) || !isJson(contentType)) return readForm(raw.toString("utf8"));
  if (raw.length > MAX_FORM_BYTES)
    throw new Refusal(413, `The body is larger than ${MAX_FORM_BYTES / 1024} KiB.`);
  const body = answerJson(raw.toString("utf8"));
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {};
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => fieldIn(name, value)));
};

const fieldIn = (name: string, value: unknown): [string, string | string[]][] => {
  if (typeof value === "string") return [[name, value]];
  if (typeof value === "number" || typeof value === "boolean") return [[name, String(value)]];
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? [[name, value]] : [];
};

const isJson = (contentType = ""): boolean => /^application\/json\s*(;|$)/i.test(contentType.trim());
