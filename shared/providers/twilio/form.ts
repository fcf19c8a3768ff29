import { Refusal } from "../../domain/errors.ts";

/** Far above any webhook of Twilio's, whose longest field is a text of 1,600 characters. Bytes. */
export const MAX_FORM_BYTES = 256 * 1024;

/** A form's fields; a name that came more than once has its values in order. */
export type FormParams = Record<string, string | string[]>;

/** A provider payload as `application/x-www-form-urlencoded`; an array repeats its name. */
export const encodeForm = (
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of value === undefined ? [] : [value].flat()) form.append(name, one);
  }
  return form.toString();
};

/**
 * The fields of a form body. Fields are added without notice, so every one is kept: the signature covers them all.
 * It is read before its signature can be checked, so it costs a stranger's body one pass and no more.
 * @throws {Refusal} 413 for a body above 256 KiB.
 */
export const readForm = (body: string): FormParams => {
  if (Buffer.byteLength(body) > MAX_FORM_BYTES)
    throw new Refusal(413, `The form is larger than ${MAX_FORM_BYTES / 1024} KiB.`);
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (typeof known === "string") fields.set(name, [known, value]);
    else known.push(value);
  }
  // Every name becomes a field of its own, `__proto__` too.
  return Object.fromEntries(fields);
};

/** The first value of a field. */
export const fieldOf = (params: FormParams, name: string): string | undefined =>
  Object.hasOwn(params, name) ? [params[name]].flat()[0] : undefined;
