import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, Refusal } from "./errors.ts";

/** JSON and forms; https://developers.facebook.com/docs/graph-api publishes no number, 1 MB is far above any send. */
export const SMALL_BODY = 1_000_000;
/** The biggest documented file is a WhatsApp document of 100 MB; the rest is room for the multipart frame. */
export const MEDIA_BODY = 110_000_000;

/** Reads a whole body into memory. Past `limit` bytes the rest is drained and the call refused with 413. */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      chunks.length = 0;
      reject(tooLarge(limit));
    });
    req.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on("error", reject);
    req.on("close", () => {
      if (!req.complete) reject(new Error("the caller hung up before its body ended"));
    });
  });
}

function tooLarge(limit: number): Refusal {
  const error = { message: `The body is larger than ${limit} bytes`, code: 413 };
  return new Refusal({ status: 413, body: { error }, headers: { connection: "close" } });
}

export function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return undefined;
  }
}

export function reply(res: ServerResponse, answer: Answer): void {
  if (res.writableEnded || res.destroyed) return;
  const html = typeof answer.body === "string";
  const bytes = Buffer.isBuffer(answer.body)
    ? answer.body
    : Buffer.from(html ? String(answer.body) : JSON.stringify(answer.body));
  res.writeHead(answer.status, {
    "content-type": html ? "text/html; charset=utf-8" : "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...answer.headers,
  });
  res.end(bytes);
}

export type Target = { path: string; segments: string[]; query: URLSearchParams };

/** Splits a request target by hand: this runs for every send. */
export function targetOf(url: string): Target {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
  return { path, segments: path.split("/").filter((segment) => segment !== ""), query };
}
