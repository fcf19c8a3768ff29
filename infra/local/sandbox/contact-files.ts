import { createHash } from "node:crypto";
import * as z from "zod";

/** One white pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC";
/** The shortest thing that calls itself a PDF and has a page. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;
const SAMPLES: Readonly<Record<string, Buffer>> = {
  "image/png": Buffer.from(PNG, "base64"),
  "application/pdf": Buffer.from(PDF),
  "text/plain": Buffer.from("A file of a contact's.\n"),
};

/** A file in what a contact says. Without `data` it is a small sample, of those types there are. */
export const saidFile = z
  .object({
    type: z.string().regex(/^[a-z]+\/[\w.+-]+(?:; *[\w-]+=[\w-]+)?$/),
    name: z.string().min(1).max(200).optional(),
    data: z.base64().optional(),
    /** The statuses its first downloads are answered with, before the file itself. */
    answers: z.array(z.int().min(400).max(599)).max(50).default([]),
  })
  .refine(({ type, data }) => data !== undefined || type in SAMPLES, {
    path: ["data"],
    error: `is needed; there are samples of ${Object.keys(SAMPLES).join(", ")} only`,
  });
export type SaidFile = z.infer<typeof saidFile>;

export type ContactFile = {
  id: string;
  /** The phone number id, page, Instagram account or Twilio account it was sent to. */
  account: string;
  type: string;
  name: string | undefined;
  bytes: Buffer;
  answers: number[];
};

const KEPT = 100;

/** What contacts sent, the last hundred files. */
export class ContactFiles {
  readonly #files = new Map<string, ContactFile>();

  add(id: string, account: string, { type, name, data, answers }: SaidFile): ContactFile {
    const bytes = data === undefined ? (SAMPLES[type] ?? Buffer.alloc(0)) : Buffer.from(data, "base64");
    const file = { id, account, type, name, bytes, answers: [...answers] };
    this.#files.set(id, file);
    if (this.#files.size > KEPT) this.#files.delete(this.#files.keys().next().value ?? "");
    return file;
  }

  /** By the account it was sent to, or by nobody in particular. */
  get(id: string, account?: string): ContactFile | undefined {
    const file = this.#files.get(id);
    return account === undefined || file?.account === account ? file : undefined;
  }
}

export const sha256Of = ({ bytes }: ContactFile, encoding: "hex" | "base64"): string =>
  createHash("sha256").update(bytes).digest(encoding);

/** `image`, `video`, `audio` or, whatever else it is, `other`. */
export const familyOf = ({ type }: { type: string }, other: string): string =>
  /^(image|video|audio)\//.exec(type)?.[1] ?? other;
