import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileRef } from "../../shared/domain/attachment.ts";
import type { Answer } from "../../shared/providers/lines.ts";
import { mediaType } from "./check-file.ts";

/** The answer is one id, or an error; a longer one is not WhatsApp's. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface Upload {
  url: URL;
  token: string;
  file: Pick<FileRef, "name" | "type" | "size">;
  bytes: ReadableStream<Uint8Array>;
  timeoutMs: number;
}

/**
 * `POST /{PHONE_NUMBER_ID}/media`: the file passes through, its length is told beforehand, nothing is collected.
 * Rejects when no whole answer came in time; an upload sends nothing to anybody, so it may simply be repeated.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const uploadMedia = async ({ url, token, file, bytes, timeoutMs }: Upload): Promise<Answer> => {
  const form = envelope(file);
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": `multipart/form-data; boundary=${form.boundary}`,
      "content-length": form.head.length + file.size + form.tail.length,
    },
    // A connection of its own: one kept from before a pause may be dead, and a body cannot be given twice.
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = answerTo(request);
  const source = Readable.fromWeb(bytes);
  // What breaks the source reaches `broken`; without a listener it would end the process as well.
  source.on("error", () => {});
  const broken = pipeline(wrapped(form, source), request).then(() => undefined, asError);
  try {
    return await answer;
  } catch (error) {
    // A bucket that fell silent is let go of, or the pipeline would wait for it.
    source.destroy(asError(error));
    throw (await broken) ?? error;
  } finally {
    source.destroy();
    // A provider may refuse before it has read everything: its answer counts, and the rest stays here.
    if (!request.writableFinished) request.destroy();
  }
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

interface Form {
  boundary: string;
  head: Buffer;
  tail: Buffer;
}

/** https://www.rfc-editor.org/rfc/rfc7578 */
const envelope = (file: Pick<FileRef, "name" | "type">): Form => {
  const boundary = `outgoing-${randomUUID()}`;
  const type = mediaType(file.type);
  const field = (name: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head =
    field("messaging_product", "whatsapp") +
    field("type", type) +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotable(file.name)}"\r\n` +
    `Content-Type: ${type}\r\n\r\n`;
  return { boundary, head: Buffer.from(head), tail: Buffer.from(`\r\n--${boundary}--\r\n`) };
};

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const quotable = (name: string): string =>
  name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");

async function* wrapped(form: Form, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield form.head;
  yield* bytes;
  yield form.tail;
}

/** A body that breaks off closes the request without an error event, so closing without an answer is one too. */
const answerTo = (request: http.ClientRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const closed = () => reject(new Error("the connection was closed without an answer"));
    request.once("error", reject);
    request.once("close", closed);
    request.once("response", (response) => {
      request.off("close", closed);
      read(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
  });

const read = async (response: http.IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error("the answer is too long");
  }
  return Buffer.concat(chunks).toString("utf8");
};
