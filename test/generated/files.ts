import { safeName } from "../../shared/attachments/file-names.ts";
import { keyOf, publicUrlOf, s3PathOf } from "../../shared/attachments/s3-urls.ts";
import type { StoredFile } from "../../shared/domain/attachment.ts";
import { jpeg, mp4, opus, pdf, png, webp } from "../infra/sandbox/helper.ts";
import { BUCKET, START } from "../support/embedded.ts";

const MB = 1024 * 1024;
const starting = (head: string, size = 400): Buffer => Buffer.concat([Buffer.from(head, "latin1")], size);

/** What lies ready to be sent: every family, and each documented limit of size overstepped once. */
const BYTES: [name: string, type: string, bytes: Buffer, state?: StoredFile["state"]][] = [
  ["photo.jpg", "image/jpeg", jpeg()],
  ["Grüße aus Köln.jpg", "image/jpeg", jpeg(5 * MB + 1)],
  ["large.jpg", "image/jpeg", jpeg(25 * MB + 1)],
  ["photo.png", "image/png", png()],
  ["dance.gif", "image/gif", starting("GIF89a")],
  ["sticker.webp", "image/webp", webp(90_000)],
  ["dance.webp", "image/webp", webp(400_000, true)],
  ["drawing.svg", "image/svg+xml", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>')],
  ["clip.mp4", "video/mp4", mp4()],
  ["film.mp4", "video/mp4", mp4(16 * MB + 1)],
  ["song.mp3", "audio/mpeg", starting("ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb")],
  [
    "song.m4a",
    "audio/mp4",
    Buffer.concat([Buffer.from([0, 0, 0, 24]), starting("ftypM4A \0\0\0\0M4A mp42")]),
  ],
  ["voice.ogg", "audio/ogg; codecs=opus", opus()],
  ["voice.amr", "audio/amr", starting("#!AMR\n")],
  ["offer.pdf", "application/pdf", pdf()],
  [`${"a long name ".repeat(20)}.pdf`, "application/pdf", pdf(25 * MB + 1)],
  ["notes.txt", "text/plain", Buffer.from("Hello")],
  ["page.html", "text/html", Buffer.from("<!doctype html><p>hi</p>")],
  ["all.zip", "application/zip", starting("PK\x03\x04")],
  ["coming.jpg", "image/jpeg", jpeg(), "signed"],
  ["false.jpg", "image/jpeg", jpeg(), "refused"],
];

/** What most channels take. */
export const COMMON = ["photo.jpg", "photo.png", "clip.mp4", "song.m4a", "offer.pdf"];

export interface Sample {
  file: StoredFile;
  bytes: Buffer;
  url: string;
  s3_path: string;
}

const sampleAt = ([name, type, bytes, state = "checked"]: (typeof BYTES)[number], index: number): Sample => {
  const id = `01jd00000000000000000000${String(index).padStart(2, "0")}`;
  const safe = safeName(name, type);
  const key = keyOf(1, id, safe);
  const shared = { id, organization_id: 1, conversation_id: 101, key, type, size: bytes.length, state };
  const file = { ...shared, name: safe };
  const read = { ...file, ...(state === "checked" && { etag: `"${id}"` }), created_at: START.toISOString() };
  return {
    file: state === "refused" ? { ...read, refusal: "It is no picture." } : read,
    bytes,
    url: publicUrlOf(BUCKET, key),
    s3_path: s3PathOf(BUCKET, key),
  };
};

export const FILES: readonly Sample[] = BYTES.map(sampleAt);
export const sampleOf = (id: string): Sample | undefined => FILES.find(({ file }) => file.id === id);
/** Another organization's. */
export const FOREIGN: StoredFile = {
  ...FILES[0]!.file,
  id: "01jd00000000000000000000zz",
  organization_id: 2,
  key: "2/01jd00000000000000000000zz/photo.jpg",
};
