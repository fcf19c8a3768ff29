import { safeName } from "../attachments/file-names.ts";
import {
  bareType,
  type FileKind,
  kindOf,
  type Media,
  MediaKind,
  type StoredFile,
} from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import type { Conversation } from "../domain/conversation.ts";
import { notFound, unprocessable, type Violation, violation } from "../domain/errors.ts";
import type { Content, OutgoingType } from "../domain/message.ts";
import { type Caller, callerOf, type Proof } from "./caller.ts";
import { contentOf } from "./content-of.ts";
import type { Reader } from "./message-ports.ts";
import { typeOf, unexpected } from "./message-type.ts";
import {
  contradictions,
  type Named,
  namedFiles,
  namedImages,
  type OwnBucket,
  ownFile,
} from "./named-files.ts";
import { type OutgoingRequest, parseOutgoing } from "./outgoing-body.ts";
import { strangersFirst } from "./strangers-first.ts";

/** What a request came down to, checked against what is stored, before any rule of a channel. */
export interface Understood {
  caller: Caller;
  request: OutgoingRequest;
  conversation: Conversation;
  type: OutgoingType | "note";
  content: Content;
  files: { path: string; as: MediaKind; file: StoredFile }[];
  violations: Violation[];
}

export interface ReadDeps {
  reader: Reader;
  own: OwnBucket;
}

/** What the conversation must be, where the endpoint itself says so. */
export interface Expected {
  channel?: Channel;
  account_id?: string | undefined;
}

/** Parses the body, reads everything it names at once, and settles who asks, for which conversation, with which files. */
export const readRequest = async (
  deps: ReadDeps,
  proof: Proof,
  body: unknown,
  expected: Expected,
): Promise<Understood> => {
  const { request, named, images } = await strangersFirst(deps.reader, proof, () => {
    const request = parseOutgoing(body);
    return { request, named: namedFiles(request, deps.own), images: namedImages(request, deps.own) };
  });
  const wanted = [...named, ...images.filter((image) => image !== undefined)];
  const reading = await deps.reader.readForAccept({
    ...("key_hash" in proof && { key_hash: proof.key_hash }),
    conversation_id: request.conversation_id,
    file_ids: wanted.flatMap((one) => ("file_id" in one ? [one.file_id] : [])),
    reply_to: request.reaction?.message_id ?? request.reply_to_message_id,
  });
  const caller = callerOf(proof, reading.holder);
  const conversation = ownConversation(caller, request, reading.conversation, expected);
  const found = reading.files[Symbol.iterator]();
  const look = (one: Named) => mediaOf(one, () => found.next().value, caller, request);
  const sent = named.map(look);
  const pictures = images.map((one) => one && look(one));
  const media = sent.map((one) => one.media);
  const type = typeOf(request, media);
  const files = [...sent, ...pictures].flatMap((one) =>
    one?.file ? [{ path: one.media.path, as: one.media.as, file: one.file }] : [],
  );
  return {
    caller,
    request,
    conversation,
    type,
    files,
    content: contentOf(
      request,
      type,
      media,
      pictures.map((one) => one?.media),
      reading.replyTo,
    ),
    violations: [
      ...unexpected(request, type, media),
      ...(files.length === 1 ? contradictions(request, files[0]!.file) : []),
      ...files.flatMap(({ path, file }) =>
        file.state === "refused"
          ? [violation(path, "file_refused", file.refusal ?? "The file was refused.")]
          : [],
      ),
    ],
  };
};

const ownConversation = (
  caller: Caller,
  request: OutgoingRequest,
  conversation: Conversation | undefined,
  expected: Expected,
): Conversation => {
  if (!conversation || conversation.organization_id !== caller.organization_id)
    throw notFound("conversation");
  const account = conversation.kind === "external" ? conversation.account.id : undefined;
  if (expected.account_id !== undefined && expected.account_id !== account) throw notFound("conversation");
  const wrong: Violation[] = [];
  if (request.organization_id !== undefined && request.organization_id !== caller.organization_id) {
    wrong.push(
      violation("/organization_id", "contradiction", "The conversation belongs to another organization."),
    );
  }
  if (conversation.kind === "external") {
    if (request.contact_id !== undefined && request.contact_id !== conversation.contact.id) {
      wrong.push(violation("/contact_id", "contradiction", "The conversation is with another contact."));
    }
    if (expected.channel !== undefined && conversation.channel !== expected.channel) {
      const message = `The conversation is on ${conversation.channel}; this endpoint sends on ${expected.channel}.`;
      wrong.push(violation("/conversation_id", "wrong_channel", message));
    }
  } else if (request.message_type !== "note") {
    const message = `A ${conversation.kind} conversation has no channel; only notes can be stored in it.`;
    wrong.push(violation("/conversation_id", "wrong_channel", message));
  }
  if (wrong.length > 0) throw unprocessable(wrong);
  return conversation;
};

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
