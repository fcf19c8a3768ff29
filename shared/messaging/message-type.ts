import { FILE_KINDS, type Media, plainKind } from "../domain/attachment.ts";
import { Refusal, type Violation, violation } from "../domain/errors.ts";
import type { OutgoingType } from "../domain/message.ts";
import type { OutgoingRequest } from "./outgoing-body.ts";

/** Types that are an object of their own name, and nothing beside it. */
const OBJECTS = ["template", "location", "contacts", "reaction", "interactive"] as const;
const isObjectType = (type: string): type is (typeof OBJECTS)[number] =>
  (OBJECTS as readonly string[]).includes(type);

const isFileType = (type: string): boolean =>
  type === "sticker" || (FILE_KINDS as readonly string[]).includes(type);

/**
 * The message's type: the given one, or the kind of its first file, or text.
 * @throws Refusal 400 when what the type needs is not there.
 */
export const typeOf = (request: OutgoingRequest, media: Media[]): OutgoingType | "note" => {
  const type = request.message_type ?? (media[0] ? plainKind(media[0].as) : "text");
  const lack = lackOf(type, request, media);
  if (lack) throw new Refusal(400, `${lack.path}: ${lack.message}`, { violations: [lack] });
  return type;
};

const lackOf = (
  type: OutgoingType | "note",
  request: OutgoingRequest,
  media: Media[],
): Violation | undefined => {
  const hasText = request.message_text !== undefined;
  if (type === "text" && media[0]) {
    return violation(
      media[0].path,
      "unexpected_file",
      "A text carries no file; set message_type to its kind.",
    );
  }
  if (type === "text" && !hasText && !request.cards) {
    const meant = OBJECTS.find((name) => request[name] !== undefined);
    if (meant) return notExpected(meant);
    return violation("/message_text", "missing", "A text message needs message_text.");
  }
  if (type === "note" && !hasText && media.length === 0 && !request.pages) {
    return violation("/message_text", "missing", "A note needs message_text, a file or a page.");
  }
  if (isObjectType(type) && request[type] === undefined) {
    return violation(`/${type}`, "missing", `A message of type ${type} needs the field ${type}.`);
  }
  return isFileType(type) && media.length === 0
    ? violation("/s3_key", "missing_file", needs(type))
    : undefined;
};

const needs = (type: string): string =>
  `A message of type ${type} needs s3_key, s3_path or conversation_file_id.`;

/** It is a message of its own, and `message_type` says so. */
const notExpected = (name: string): Violation =>
  violation(`/${name}`, `${name}_not_expected`, `The field ${name} needs message_type "${name}".`);

/** What does not belong to a message of this type: dropped in silence, it would be another message than was meant. */
export const unexpected = (
  request: OutgoingRequest,
  type: OutgoingType | "note",
  media: Media[],
): Violation[] => [
  ...OBJECTS.filter((name) => name !== type && request[name] !== undefined).map(notExpected),
  ...(request.sticker && type !== "sticker" ? [notExpected("sticker")] : []),
  ...(request.voice && !media.some(({ as }) => as === "voice")
    ? [violation("/voice", "voice_not_expected", "Only an audio can be a voice note.")]
    : []),
  ...beside(request, type, media),
];

/** Text and files may have all the rest beside them; a note is for members, who tap nothing. */
const beside = (request: OutgoingRequest, type: OutgoingType | "note", media: Media[]): Violation[] => {
  const alone = isObjectType(type) || type === "sticker" || type === "note";
  if (!alone) return [];
  const refuse = (name: string) =>
    violation(`/${name}`, `${name}_not_expected`, `A message of type ${type} has no ${name}.`);
  const found = (["buttons", "quick_replies", "cards"] as const).filter((name) => request[name]).map(refuse);
  if (type === "note") return request.reaction ? [...found, refuse("reaction")] : found;
  if (type === "template") return found;
  if (request.message_text !== undefined && (type !== "interactive" || request.interactive?.body)) {
    found.push(refuse("message_text"));
  }
  if (media.length > 0 && type !== "sticker")
    found.push(violation(media[0]!.path, "unexpected_file", `A message of type ${type} carries no file.`));
  if (type === "reaction" && request.reply_to_message_id !== undefined)
    found.push(refuse("reply_to_message_id"));
  return found;
};
