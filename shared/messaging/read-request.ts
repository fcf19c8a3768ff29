import { bareType, kindOf, type Media, type StoredFile } from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import type { Conversation } from "../domain/conversation.ts";
import { notFound, Refusal, unprocessable, type Violation, violation } from "../domain/errors.ts";
import type { Content, OutgoingType } from "../domain/message.ts";
import { type Caller, callerOf, type Proof } from "./caller.ts";
import type { Reader } from "./message-ports.ts";
import { contradictions, type Named, namedFiles, type OwnBucket, ownFile } from "./named-files.ts";
import { type OutgoingRequest, parseOutgoing } from "./outgoing-body.ts";
import { replyTo } from "./reply-target.ts";
import { strangersFirst } from "./strangers-first.ts";

/** What a request came down to, checked against what is stored, before any rule of a channel. */
export interface Understood {
  caller: Caller;
  request: OutgoingRequest;
  conversation: Conversation;
  type: OutgoingType | "note";
  content: Content;
  files: { path: string; file: StoredFile }[];
  violations: Violation[];
}

export interface ReadDeps {
  reader: Reader;
  own: OwnBucket;
}

/** Parses the body, reads everything it names at once, and settles who asks, for which conversation, with which files. */
export const readRequest = async (
  deps: ReadDeps,
  proof: Proof,
  body: unknown,
  channel: Channel,
): Promise<Understood> => {
  const { request, named } = await strangersFirst(deps.reader, proof, () => {
    const request = parseOutgoing(body);
    return { request, named: namedFiles(request, deps.own) };
  });
  const reading = await deps.reader.readForAccept({
    ...("key_hash" in proof && { key_hash: proof.key_hash }),
    conversation_id: request.conversation_id,
    file_ids: named.flatMap((one) => ("file_id" in one ? [one.file_id] : [])),
    reply_to: request.reply_to_message_id,
  });
  const caller = callerOf(proof, reading.holder);
  const conversation = ownConversation(caller, request, reading.conversation, channel);
  const found = reading.files[Symbol.iterator]();
  const media = named.map((one) => mediaOf(one, () => found.next().value, caller.organization_id));
  const files = media.flatMap(({ path, file }) => (file ? [{ path, file }] : []));
  const type = typeOf(request, named, files);
  return {
    caller,
    request,
    conversation,
    type,
    files,
    content: {
      type: type === "note" ? "text" : type,
      ...(request.message_text !== undefined && { text: request.message_text }),
      media: media.map(({ media: one }) => one),
      ...(type === "template" && { template: request.template }),
      ...replyTo(request.reply_to_message_id, reading.replyTo),
    },
    violations: [
      ...unexpectedTemplate(request, type),
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
  channel: Channel,
): Conversation => {
  if (!conversation || conversation.organization_id !== caller.organization_id)
    throw notFound("conversation");
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
    if (conversation.channel !== channel) {
      const message = `The conversation is on ${conversation.channel}; this endpoint sends on ${channel}.`;
      wrong.push(violation("/conversation_id", "wrong_channel", message));
    }
  } else if (request.message_type !== "note") {
    const message = `A ${conversation.kind} conversation has no channel; only notes can be stored in it.`;
    wrong.push(violation("/conversation_id", "wrong_channel", message));
  }
  if (wrong.length > 0) throw unprocessable(wrong);
  return conversation;
};

const mediaOf = (
  named: Named,
  next: () => StoredFile | undefined,
  organizationId: number,
): { path: string; media: Media; file?: StoredFile } => {
  if ("url" in named) return { path: named.path, media: { url: named.url } };
  const file = ownFile(named, next(), organizationId);
  const { id, key, name, type, size } = file;
  return { path: named.path, media: { file: { id, key, name, type, size } }, file };
};

/** Dropping it in silence would send something else than was meant. */
const unexpectedTemplate = (request: OutgoingRequest, type: Understood["type"]): Violation[] =>
  type === "template" || request.template === undefined
    ? []
    : [violation("/template", "template_not_expected", 'A template is sent with message_type "template".')];

const typeOf = (
  request: OutgoingRequest,
  named: Named[],
  files: { file: StoredFile }[],
): OutgoingType | "note" => {
  const type =
    request.message_type ??
    (files[0] ? kindOf(bareType(files[0].file.type)) : named.length > 0 ? "file" : "text");
  const bad = (path: string, code: string, message: string) =>
    new Refusal(400, `${path}: ${message}`, { violations: [violation(path, code, message)] });
  if (type === "text" && named.length > 0) {
    throw bad(named[0]!.path, "unexpected_file", "A text carries no file; set message_type to its kind.");
  }
  if (type === "text" && request.message_text === undefined) {
    throw bad("/message_text", "missing", "A text message needs message_text.");
  }
  if (type === "template" && request.template === undefined) {
    throw bad("/template", "missing", "A template message needs template.");
  }
  if (type === "note" && request.message_text === undefined && named.length === 0) {
    throw bad("/message_text", "missing", "A note needs message_text or a file.");
  }
  const isFile = type !== "text" && type !== "template" && type !== "note";
  if (isFile && named.length === 0) {
    throw bad(
      "/s3_key",
      "missing_file",
      `A message of type ${type} needs s3_key, s3_path or conversation_file_id.`,
    );
  }
  return type;
};
