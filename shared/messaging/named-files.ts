import { kindOfAddress } from "../attachments/extensions.ts";
import { safeName } from "../attachments/file-names.ts";
import { readKey, readS3Location } from "../attachments/s3-urls.ts";
import { bareType, type MediaKind, type StoredFile } from "../domain/attachment.ts";
import { Refusal, unprocessable, type Violation, violation } from "../domain/errors.ts";
import { MESSAGE_ID } from "../domain/ids.ts";
import { type Attachment, isWebAddress } from "../domain/rich.ts";
import type { OutgoingRequest } from "./outgoing-body.ts";

/** Where our files lie, in every form a client may name them. */
export interface OwnBucket {
  bucket: string;
  /** The origin of links that our own server signs. */
  origin: string;
}

/** One thing the request wants sent: a file of ours by its id, or a public address that is the provider's to fetch. */
export type Named = Told & ({ file_id: string; key?: string } | { url: string });

interface Told {
  path: string;
  /** What it is to be shown as; absent: as the message's type says, or the file's own. */
  as?: MediaKind;
  /** The name it is to be shown by. */
  name?: string;
}

/** All that the body wants sent, in the order it leaves. */
export const namedFiles = (request: OutgoingRequest, own: OwnBucket): Named[] => [
  ...oneByOne(request, own),
  ...attached(request, own),
];

/** The pictures of the cards, each in its card's place. */
export const namedImages = (request: OutgoingRequest, own: OwnBucket): (Named | undefined)[] =>
  (request.cards ?? []).map(({ image_url }, index) =>
    image_url === undefined
      ? undefined
      : { ...byLocation(`/cards/${index}/image_url`, image_url, own), as: "image" },
  );

const attached = (request: OutgoingRequest, own: OwnBucket): Named[] => {
  const { attachments, attachment_url, sticker, message_type } = request;
  if (sticker) return [{ ...bySource("/sticker/source", sticker, own), as: "sticker" }];
  if (attachments) {
    return attachments.map((one, index) => ({
      ...bySource(`/attachments/${index}/source`, one, own),
      ...(message_type === "sticker" ? { as: "sticker" as const } : kindGiven(one)),
      ...(one.name !== undefined && { name: one.name }),
    }));
  }
  if (attachment_url === undefined) return [];
  const as = kindOfAddress(attachment_url);
  return [{ ...bySource("/attachment_url", { source: attachment_url, source_type: "url" }, own), as }];
};

const kindGiven = ({ type, voice, source, source_type }: Attachment): Pick<Told, "as"> => {
  const kind = type ?? (source_type === "url" ? kindOfAddress(source) : undefined);
  if (voice && (kind === undefined || kind === "audio")) return { as: "voice" };
  return kind === undefined ? {} : { as: kind };
};

const bySource = (
  path: string,
  { source, source_type }: Pick<Attachment, "source" | "source_type">,
  own: OwnBucket,
): Named => {
  if (source_type === "media_id") return byId(path, source);
  if (!isWebAddress(source) && !source.startsWith("s3://")) throw noAddress(path);
  return byLocation(path, source, own);
};

/** What the body's older file fields name: any one of them is enough, and all that are given must agree. */
const oneByOne = (request: OutgoingRequest, own: OwnBucket): Named[] => {
  const single: Named[] = [];
  if (request.s3_key !== undefined) single.push(byKey("/s3_key", request.s3_key));
  if (request.s3_path !== undefined) single.push(byLocation("/s3_path", request.s3_path, own));
  if (request.conversation_file_id !== undefined) {
    single.push(byId("/conversation_file_id", request.conversation_file_id));
  }
  const [first, ...others] = single;
  const disagreeing = others.filter((other) => !agrees(first!, other));
  if (disagreeing.length > 0) {
    throw unprocessable(
      disagreeing.map(({ path }) =>
        violation(path, "contradiction", `It names another file than ${first!.path}.`),
      ),
    );
  }
  const listed = request.media_urls.map(({ path, url }) => byLocation(path, url, own));
  // The same thing under two names is one thing to send.
  return [...(first ? [first] : []), ...listed].filter(
    (named, index, all) => all.findIndex((other) => agrees(other, named)) === index,
  );
};

const byId = (path: string, text: string): Named => {
  const id = text.replaceAll("-", "").toLowerCase();
  if (!MESSAGE_ID.test(id)) throw noSuchFile(path);
  return { path, file_id: id };
};

const byKey = (path: string, text: string): Named => {
  const key = readKey(text);
  if (!key) throw noSuchFile(path);
  return { path, file_id: key.file_id, key: text };
};

const byLocation = (path: string, text: string, own: OwnBucket): Named => {
  const location = readS3Location(text, own.bucket, { origin: own.origin });
  if (location && "key" in location) return byKey(path, location.key);
  // Neither ours nor surely somebody else's (an access point, our bucket with another object): not passed on.
  if (!location || text.startsWith("s3://")) throw noSuchFile(path);
  if (!isWebAddress(text)) throw noAddress(path);
  return { path, url: text };
};

const noAddress = (path: string): Refusal =>
  unprocessable([
    violation(path, "invalid_url", "An address must begin with https:// (or http://), and has no blanks."),
  ]);

const agrees = (one: Named, other: Named): boolean =>
  "url" in one || "url" in other
    ? "url" in one && "url" in other && one.url === other.url
    : one.file_id === other.file_id;

const noSuchFile = (path: string): Refusal =>
  new Refusal(404, "No such file.", { violations: [violation(path, "not_found", "No such file.")] });

/** The organization's own file behind a name; foreign, absent and mismatched keys are one answer. */
export const ownFile = (
  named: Extract<Named, { file_id: string }>,
  file: StoredFile | undefined,
  organizationId: number,
): StoredFile => {
  const own = file?.organization_id === organizationId && (named.key === undefined || named.key === file.key);
  if (!file || !own) throw noSuchFile(named.path);
  return file;
};

/** The name as it is stored, or as it was when the upload was signed. */
const isName = (name: string, file: StoredFile): boolean =>
  name === file.name || safeName(name, file.type) === file.name;

/** What the request says of its file against what is known of it. */
export const contradictions = (request: OutgoingRequest, file: StoredFile): Violation[] => {
  const found: Violation[] = [];
  const differ = (field: "file_name" | "file_type" | "file_size", stored: string | number) =>
    found.push(violation(`/${field}`, "contradiction", `The stored file has ${JSON.stringify(stored)}.`));
  if (request.file_name !== undefined && !isName(request.file_name, file)) differ("file_name", file.name);
  if (request.file_type !== undefined && bareType(request.file_type) !== bareType(file.type)) {
    differ("file_type", file.type);
  }
  if (request.file_size !== undefined && request.file_size !== file.size) differ("file_size", file.size);
  return found;
};
