import { createHandler as createRegister } from "../../../functions/attachments/conversation-files.ts";
import { createHandler as createSign } from "../../../functions/attachments/s3-url-signing.ts";
import type { BucketResponse } from "../../../shared/embedded/bucket-server.ts";
import type { fileDocument } from "../../../shared/messaging/sign-upload.ts";
import { jpeg, mp4, opus, pdf, png } from "../../infra/sandbox/helper.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

export type FileDocument = ReturnType<typeof fileDocument>;

export interface Signed {
  url: string;
  method: string;
  headers: Record<string, string>;
  s3_key: string;
  s3_path: string;
  s3PathWithoutBucket: string;
  conversation_file_id: string;
  expires_at: string;
}

export interface Sample {
  name: string;
  type: string;
  bytes: Buffer;
}

export const SAMPLES = {
  png: { name: "photo.png", type: "image/png", bytes: png() },
  jpeg: { name: "photo.jpg", type: "image/jpeg", bytes: jpeg() },
  mp4: { name: "clip.mp4", type: "video/mp4", bytes: mp4() },
  m4a: { name: "sound.m4a", type: "audio/mp4", bytes: mp4() },
  opus: { name: "voice.ogg", type: "audio/ogg; codecs=opus", bytes: opus() },
  pdf: { name: "offer.pdf", type: "application/pdf", bytes: pdf() },
  svg: {
    name: "drawing.svg",
    type: "image/svg+xml",
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  },
  html: { name: "page.html", type: "text/html", bytes: Buffer.from("<!doctype html><p>hi</p>") },
} satisfies Record<string, Sample>;

/** A link to upload `sample` to, for a file of `conversation`. */
export const sign = <Body = Signed>(
  embedded: Embedded,
  sample: Sample,
  conversation: number,
  { body, ...asked }: Asked = {},
) =>
  call<Body>(createSign(embedded.parts()), "POST /s3-url-signing", {
    body: {
      file_name: sample.name,
      file_type: sample.type,
      file_size: sample.bytes.length,
      conversation_id: conversation,
      ...(body as object | undefined),
    },
    ...asked,
  });

/** Puts bytes where a signed link leads, with the headers it was signed with unless told otherwise. */
export const put = (
  embedded: Embedded,
  signed: Pick<Signed, "url" | "headers">,
  bytes: Buffer,
  headers: Record<string, string> = {},
): Promise<BucketResponse> =>
  embedded.bucket.serve({
    method: "PUT",
    url: new URL(signed.url),
    headers: { ...signed.headers, "content-length": String(bytes.length), ...headers },
    body: (async function* () {
      yield bytes;
    })(),
  });

export const register = <Body = FileDocument>(embedded: Embedded, body: unknown, asked: Asked = {}) =>
  call<Body>(createRegister(embedded.parts()), "POST /conversation-files", { body, ...asked });

/** An uploaded, registered file. */
export const upload = async (
  embedded: Embedded,
  sample: Sample,
  conversation: number,
  asked: Asked = {},
): Promise<Signed> => {
  const { body: signed } = await sign(embedded, sample, conversation, asked);
  const stored = await put(embedded, signed, sample.bytes);
  if (stored.status !== 200) throw new Error(`The upload was answered ${stored.status}: ${stored.body}`);
  await register(embedded, { s3_key: signed.s3_key }, asked);
  return signed;
};
