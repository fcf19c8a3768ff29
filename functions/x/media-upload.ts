import * as z from "zod";
import { bareType, type FileRef } from "../../shared/domain/attachment.ts";
import { Throttled, Unsendable } from "../../shared/messaging/channel-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import { answerJson } from "../../shared/providers/answer-json.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import type { Answer, Lines, Request } from "../../shared/providers/lines.ts";
import { notDone, xRequest } from "./api.ts";
import { ruleOf } from "./check-file.ts";
import { PROCESSING_S, SEGMENT } from "./limits.ts";

/** An uploaded file as X has it. `retryAfter`: seconds until it is worth looking again. */
export interface Media {
  id: string;
  state: "ready" | "processing" | "failed";
  retryAfter: number;
}

/** One call about a file, whose answer is a success; all of them together have a limited time. */
export interface Ask {
  (method: Request["method"], path: string, body?: object): Promise<Answer>;
  /** When the time is over. */
  readonly signal: AbortSignal;
}

/**
 * Nothing is sent by an upload, so what is neither a refusal nor a throttle is an error that is tried again. Uploads
 * have a limit of their own: other messages of the account go on.
 */
export const askX = (lines: Lines, endpoint: Endpoint, now: Now, ms: number): Ask => {
  const end = performance.now() + ms;
  const ask = async (...call: [Request["method"], string, object?]): Promise<Answer> => {
    const line = await lines.take(xRequest(endpoint, now(), ...call));
    const answer = await line.exchange(Math.max(end - performance.now(), 1));
    if (answer.status >= 200 && answer.status < 300) return answer;
    const outcome = notDone(answer, now());
    if (outcome.kind === "refused") throw new Unsendable(outcome.failure);
    if (outcome.kind === "throttled") throw new Throttled({ ...outcome, scope: "contact" });
    throw new Error(`The media upload failed: ${outcome.reason}`);
  };
  return Object.assign(ask, { signal: AbortSignal.timeout(ms) });
};

/**
 * An image goes whole, a GIF or a video in pieces, as base64 in JSON: `POST /2/media/upload`, or `/initialize`,
 * `/{id}/append` and `/{id}/finalize`. No more than one piece is held at once.
 * https://docs.x.com/x-api/media/upload-media, https://docs.x.com/x-api/media/initialize-media-upload
 */
export const uploadMedia = async (
  ask: Ask,
  { type, size }: Pick<FileRef, "type" | "size">,
  bytes: ReadableStream<Uint8Array>,
): Promise<Media> => {
  const media_category = ruleOf(type)?.category;
  const about = { media_category, media_type: bareType(type) };
  const inTime = bytes.pipeThrough(new TransformStream(), { signal: ask.signal });
  if (media_category === "dm_image") {
    const [whole = Buffer.alloc(0)] = await collected(pieces(inTime, size));
    return mediaIn(await ask("POST", UPLOAD, { ...about, media: whole.toString("base64") }));
  }
  const { id } = mediaIn(await ask("POST", `${UPLOAD}/initialize`, { ...about, total_bytes: size }));
  let segment_index = 0;
  for await (const piece of pieces(inTime, SEGMENT)) {
    await ask("POST", `${UPLOAD}/${id}/append`, { segment_index, media: piece.toString("base64") });
    segment_index += 1;
  }
  return mediaIn(await ask("POST", `${UPLOAD}/${id}/finalize`));
};

const UPLOAD = "/2/media/upload";

/** How far X is with a file that was uploaded before. An image is ready at once, and has no such state. */
export const stateOf = async (ask: Ask, type: string, id: string): Promise<Media> =>
  ruleOf(type)?.category === "dm_image"
    ? { id, state: "ready", retryAfter: 0 }
    : mediaIn(await ask("GET", `${UPLOAD}?command=STATUS&media_id=${encodeURIComponent(id)}`));

const Uploaded = z.object({
  data: z.object({
    id: z.string().regex(/^[0-9]{1,19}$/),
    processing_info: z
      .object({ state: z.string(), check_after_secs: z.number().optional().catch(undefined) })
      .optional(),
  }),
});

const mediaIn = ({ body }: Answer): Media => {
  const read = Uploaded.safeParse(answerJson(body)).data;
  if (!read) throw new Error("The media upload was answered without an id");
  const { id, processing_info } = read.data;
  const { state = "succeeded", check_after_secs = PROCESSING_S } = processing_info ?? {};
  const retryAfter = Math.min(Math.max(Math.ceil(check_after_secs), 1), 60);
  if (state === "succeeded") return { id, state: "ready", retryAfter };
  return { id, state: state === "failed" ? "failed" : "processing", retryAfter };
};

/** The bytes in pieces of `size`, the last one shorter. */
async function* pieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    let whole = Buffer.concat(held);
    for (; whole.length >= size; whole = whole.subarray(size)) yield whole.subarray(0, size);
    held = [whole];
    length = whole.length;
  }
  if (length > 0) yield Buffer.concat(held);
}

const collected = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};
