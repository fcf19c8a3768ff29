import { createHash } from "node:crypto";
import { type ContactFile, sha256Of } from "./contact-files.ts";
import { lookasideLink } from "./contact-links.ts";
import type { Answer } from "./errors.ts";
import { baseType } from "./fetch.ts";
import { graphId } from "./ids.ts";
import { mediaKindOf, mediaProblem } from "./media-rules.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import type { State } from "./state.ts";

export type Upload = {
  id: string;
  at: string;
  /** The phone number or page that uploaded it; nobody else may send it. */
  account: string;
  type: string;
  size: number;
  sha256: string;
  filename: string;
};

const KEPT = 10_000;

/** Media that was uploaded: what it was, not its bytes. */
export class Uploads {
  readonly #uploads = new Map<string, Upload>();

  add(upload: Omit<Upload, "id" | "at">): Upload {
    const kept = { id: graphId(), at: new Date().toISOString(), ...upload };
    this.#uploads.set(kept.id, kept);
    if (this.#uploads.size > KEPT) this.#uploads.delete(this.#uploads.keys().next().value ?? "");
    return kept;
  }

  /** By the account that owns it, or by nobody in particular. */
  get(id: string, account?: string): Upload | undefined {
    const upload = this.#uploads.get(id);
    return account === undefined || upload?.account === account ? upload : undefined;
  }

  delete(id: string): boolean {
    return this.#uploads.delete(id);
  }

  list(): Upload[] {
    return [...this.#uploads.values()].reverse();
  }
}

export async function parseMultipart(raw: Buffer, contentType: string): Promise<FormData | undefined> {
  try {
    return await new Response(new Uint8Array(raw), { headers: { "content-type": contentType } }).formData();
  } catch {
    return undefined;
  }
}

/**
 * `POST /{PHONE_NUMBER_ID}/media`:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export async function uploadWhatsAppMedia(
  uploads: Uploads,
  account: string,
  raw: Buffer,
  contentType: string,
): Promise<Answer> {
  const form = await parseMultipart(raw, contentType);
  if (!form) throw whatsappRefusal(100, "The body must be multipart/form-data");
  if (form.get("messaging_product") !== "whatsapp") {
    throw whatsappRefusal(100, "The parameter messaging_product is required and must be whatsapp");
  }
  const file = form.get("file");
  if (!(file instanceof File)) throw whatsappRefusal(100, "The parameter file is required");
  const claimed = form.get("type");
  if (typeof claimed !== "string" || claimed === "") {
    throw whatsappRefusal(100, "The parameter type is required");
  }
  const type = baseType(claimed);
  if (!mediaKindOf(type)) {
    throw whatsappRefusal(
      100,
      `Param file must be a file of a supported type. Received file of type '${claimed}'`,
    );
  }
  if (baseType(file.type) !== type) {
    throw whatsappRefusal(100, `The file part says '${file.type}', the parameter type says '${claimed}'`);
  }
  const bytes = Buffer.from(await file.arrayBuffer());
  const problem = await mediaProblem(type, bytes);
  if (problem) throw whatsappRefusal(131053, problem);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { id } = uploads.add({ account, type, size: bytes.length, sha256, filename: file.name });
  return { status: 200, body: { id } };
}

/** `GET /{MEDIA_ID}` of a contact's file. */
export function describeContactFile(file: ContactFile, state: State): Answer {
  return {
    status: 200,
    body: {
      messaging_product: "whatsapp",
      url: lookasideLink(file, state),
      mime_type: file.type,
      sha256: sha256Of(file, "hex"),
      file_size: file.bytes.length,
      id: file.id,
    },
  };
}

/** `GET /{MEDIA_ID}`; the bytes behind `url` are not kept. */
export function describeMedia(upload: Upload, origin: string): Answer {
  return {
    status: 200,
    body: {
      messaging_product: "whatsapp",
      url: `${origin}/whatsapp_business/attachments/?mid=${upload.id}`,
      mime_type: upload.type,
      sha256: upload.sha256,
      file_size: upload.size,
      id: upload.id,
    },
  };
}
