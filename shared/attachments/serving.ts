import { create } from "content-disposition";
import { bareType, isActive, type StoredFile } from "../domain/attachment.ts";

/** What a browser may show in place. Everything else is saved, whatever a later browser learns to run. */
const SHOWN = /^(?:image|audio|video)\/|^text\/plain$|^application\/pdf$/;
/** https://www.rfc-editor.org/rfc/rfc6838#section-4.2, with parameters that fit a header line. */
const MIME = /^[a-z0-9][\w!#$&^.+-]*\/[a-z0-9][\w!#$&^.+-]*(?:\s*;\s*[\w-]+=(?:[\w!#$&^.+-]+|"[ !#-~]*"))*$/i;

export interface Served {
  type: string;
  disposition: string;
}

/**
 * The `Content-Type` and `Content-Disposition` an object is served with. The name is written by RFC 6266 and
 * RFC 8187 (formerly 5987); what a browser may run is handed over as bytes to save, never shown.
 * https://www.rfc-editor.org/rfc/rfc6266#section-4
 */
export const servedAs = ({ name, type }: Pick<StoredFile, "name" | "type">): Served => {
  const active = isActive(type) || !MIME.test(type);
  const shown = !active && SHOWN.test(bareType(type));
  return {
    type: active ? "application/octet-stream" : type,
    disposition: create(name.toWellFormed(), { type: shown ? "inline" : "attachment" }),
  };
};
