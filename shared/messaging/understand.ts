import { safeName } from "../attachments/file-names.ts";
import {
  bareType,
  type FileKind,
  kindOf,
  type Media,
  MediaKind,
  type StoredFile,
} from "../domain/attachment.ts";
import { type Violation, violation } from "../domain/errors.ts";
import type { Content, OutgoingType } from "../domain/message.ts";
import type { Caller, Proof } from "./caller.ts";
import { templateAsked } from "./check-template.ts";
import { contentOf } from "./content-of.ts";
import type { Reading, ReadingRequest } from "./message-ports.ts";
import { typeOf, unexpected } from "./message-type.ts";
import {
  contradictions,
  type Named,
  namedFiles,
  namedImages,
  type OwnBucket,
  ownFile,
} from "./named-files.ts";
import type { OutgoingRequest } from "./outgoing-body.ts";
import type { KnownTemplates } from "./template-ports.ts";

/** What a request came down to, checked against what is stored, before any rule of a channel. */
export interface Asked {
  caller: Caller;
  request: OutgoingRequest;
  type: OutgoingType | "note";
  content: Content;
  files: { path: string; as: MediaKind; file: StoredFile }[];
  violations: Violation[];
  /** What is known of the template it sends, for each account. */
  templates: KnownTemplates | undefined;
}

/** A request with the files it names: those to be sent, and its cards' pictures, each in its card's place. */
export interface Wanted {
  request: OutgoingRequest;
  named: Named[];
  images: (Named | undefined)[];
}

export const wantedBy = (request: OutgoingRequest, own: OwnBucket): Wanted => ({
  request,
  named: namedFiles(request, own),
  images: namedImages(request, own),
});

/** All that is to be read for it, at once. */
export const readingFor = ({ request, named, images }: Wanted, proof: Proof): ReadingRequest => ({
  ...("key_hash" in proof && { key_hash: proof.key_hash }),
  conversation_id: request.conversation_id,
  file_ids: [...named, ...images].flatMap((one) => (one && "file_id" in one ? [one.file_id] : [])),
  reply_to: request.reaction?.message_id ?? request.reply_to_message_id,
  template: templateAsked(request, "trusted" in proof ? proof.trusted.organization_id : undefined),
});

/** The request with what was read for it. */
export const understand = (wanted: Wanted, reading: Reading, caller: Caller): Asked => {
  const { request, named, images } = wanted;
  const found = reading.files[Symbol.iterator]();
  const look = (one: Named) => mediaOf(one, () => found.next().value, caller, request);
  const sent = named.map(look);
  const pictures = images.map((one) => one && look(one));
  const media = sent.map((one) => one.media);
  const type = typeOf(request, media);
  const shown = pictures.map((one) => one?.media);
  const files = [...sent, ...pictures].flatMap((one) =>
    one?.file ? [{ path: one.media.path, as: one.media.as, file: one.file }] : [],
  );
  return {
    caller,
    request,
    type,
    files,
    templates: reading.templates,
    content: contentOf(request, type, media, shown, reading.replyTo),
    violations: [
      ...unexpected(request, type, media),
      ...(files.length === 1 ? contradictions(request, files[0]!.file) : []),
      ...files.flatMap(({ path, file }) => refusalOf(path, file)),
    ],
  };
};

const refusalOf = (path: string, { state, refusal }: StoredFile): Violation[] =>
  state === "refused" ? [violation(path, "file_refused", refusal ?? "The file was refused.")] : [];

interface FoundMedia {
  media: Media;
  file?: StoredFile;
}

const mediaOf = (
  named: Named,
  next: () => StoredFile | undefined,
  { organization_id }: Caller,
  request: OutgoingRequest,
): FoundMedia => {
  const { path } = named;
  if ("url" in named) return { media: { as: kindFor(request, named, "file"), path, url: named.url } };
  const file = ownFile(named, next(), organization_id);
  const { id, key, type, size } = file;
  const name = named.name === undefined ? file.name : safeName(named.name, type);
  const as = kindFor(request, named, kindOf(bareType(type)));
  return { media: { as, path, file: { id, key, name, type, size } }, file };
};

/** What was said of this file, else what the message is, else what the file itself is. */
const kindFor = (request: OutgoingRequest, { as }: Named, own: FileKind): MediaKind => {
  const kind = as ?? MediaKind.safeParse(request.message_type).data ?? own;
  return kind === "audio" && request.voice ? "voice" : kind;
};
