import { Busboy } from "@fastify/busboy";
import { Refusal } from "../../shared/domain/errors.ts";
import type { Upload } from "../../shared/messaging/visitor-files.ts";

/** The parts of a form, in their order: texts and files by the names of their fields. */
export type Form = [name: string, value: string | Upload][];

const FORM = /^(multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i;
export const isForm = (type: string): boolean => FORM.test(type);

/** What one form may have. A text is never cut: `fieldSize` (bytes) is larger than any body that comes as JSON. */
const LIMITS = { fieldSize: 1024 * 1024, fields: 100, parts: 200 };

/**
 * A form as browsers, curl and the HTTP clients of other languages write it. Node's own parser refuses what several
 * of them send: `filename*`, names without quotes, headers of their own.
 */
export const readForm = (raw: Buffer, type: string): Promise<Form> =>
  new Promise((resolve, reject) => {
    const form: Form = [];
    const refuse = () => reject(new Refusal(400, "The body is not a form of the content type it came with."));
    try {
      const reader = new Busboy({ headers: { "content-type": type }, limits: LIMITS });
      reader.on("field", (name, value) => form.push([name, value]));
      reader.on("file", (name, stream, fileName, _encoding, mimeType) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("error", refuse);
        stream.on("end", () => form.push([name, uploadOf(fileName, mimeType, chunks)]));
      });
      reader.on("error", refuse);
      reader.on("finish", () => resolve(form));
      reader.end(raw);
    } catch {
      // Without a boundary there is nothing to read by.
      refuse();
    }
  });

const uploadOf = (name: string | undefined, type: string, chunks: Buffer[]): Upload => ({
  name: name ?? "",
  type,
  bytes: new Uint8Array(Buffer.concat(chunks)),
});
