import type { FileRef } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Adaptation, Content } from "../../shared/domain/message.ts";
import { splitText } from "../../shared/domain/text.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { isFileKind } from "./check-file.ts";
import { CAPTION_MAX, CAPTIONED, TEXT_MAX } from "./limits.ts";
import { type Bubble, partOf } from "./payload.ts";
import { parseTemplate } from "./template.ts";

/** Neutral content as WhatsApp messages: media first, then what text did not fit as its caption. */
export const transformOutgoing = (content: Content, to: Destination): Transformed => {
  const drafted = draft(content);
  const violations = [...unaddressed(to), ...drafted.violations, ...tooMany(drafted.bubbles)];
  const replyTo = content.replyTo?.provider_message_id;
  const parts =
    violations.length > 0
      ? []
      : drafted.bubbles.map((bubble, index) => partOf(bubble, index, to, index === 0 ? replyTo : undefined));
  return { parts, adaptations: drafted.adaptations, violations };
};

interface Draft {
  bubbles: Bubble[];
  adaptations: Adaptation[];
  violations: Violation[];
}

const draft = (content: Content): Draft => {
  const violations = contradictions(content);
  if (violations.length > 0) return { bubbles: [], adaptations: [], violations };
  if (content.type === "template") return draftTemplate(content.template);
  const [media] = content.media;
  return isFileKind(content.type) && media !== undefined && "file" in media
    ? draftMedia(content, media.file)
    : draftText(content.text ?? "");
};

const draftTemplate = (given: unknown): Draft => {
  const { template, violations } = parseTemplate(given);
  return { bubbles: template ? [{ kind: "template", template }] : [], adaptations: [], violations };
};

const draftText = (text: string): Draft => {
  const pieces = splitText(text, TEXT_MAX).filter((piece) => hasWords(piece));
  const bubbles = pieces.map((piece): Bubble => ({ kind: "text", text: piece }));
  if (bubbles.length < 2) return { bubbles, adaptations: [], violations: [] };
  const message = `WhatsApp takes ${TEXT_MAX} characters in a message; these ${text.length} were split into ${bubbles.length} messages.`;
  return { bubbles, adaptations: [adaptation("text_split", message)], violations: [] };
};

const draftMedia = ({ type, text }: Content, file: FileRef): Draft => {
  if (!isFileKind(type)) return draftText(text ?? "");
  const media = (caption: string | undefined): Bubble => ({ kind: "media", as: type, file, caption });
  if (!hasWords(text)) return { bubbles: [media(undefined)], adaptations: [], violations: [] };
  const captioned = CAPTIONED.includes(type);
  if (captioned && text.length <= CAPTION_MAX) {
    return { bubbles: [media(text)], adaptations: [], violations: [] };
  }
  const rest = draftText(text);
  const why = captioned
    ? `WhatsApp takes captions of ${CAPTION_MAX} characters, this one has ${text.length}`
    : `WhatsApp shows no caption with ${type} messages`;
  const moved = adaptation("caption_moved", `${why}: the text follows the file as a message of its own.`);
  return { ...rest, bubbles: [media(undefined), ...rest.bubbles], adaptations: [moved, ...rest.adaptations] };
};

/** Fields that cannot go together; each is named with what to do about it. */
const contradictions = ({ type, text, media, template }: Content): Violation[] => {
  const found: Violation[] = media
    .filter((one) => "url" in one)
    .map(() => violation("/media_url", "media_url_not_supported", NO_URL));
  if (media.length > 1) found.push(violation("/attachments", "too_many_files", ONE_FILE));
  if (type === "template") return [...found, ...besideTemplate(text, media.length)];
  if (template !== undefined) found.push(violation("/template", "template_not_expected", NOT_A_TEMPLATE));
  if (type === "text" && media.length > 0) found.push(violation("/s3_key", "text_with_file", TEXT_WITH_FILE));
  if (type === "text" && !hasWords(text)) found.push(violation("/message_text", "empty_message", NO_TEXT));
  if (isFileKind(type) && media.length === 0) found.push(violation("/s3_key", "missing_file", NO_FILE));
  return found;
};

const besideTemplate = (text: string | undefined, files: number): Violation[] => [
  ...(hasWords(text) ? [violation("/message_text", "template_with_text", TEMPLATE_WITH_TEXT)] : []),
  ...(files === 0 ? [] : [violation("/s3_key", "template_with_file", TEMPLATE_WITH_FILE)]),
];

const tooMany = (bubbles: Bubble[]): Violation[] =>
  bubbles.length <= MAX_PARTS
    ? []
    : [
        violation(
          "/message_text",
          "too_many_parts",
          `This would be ${bubbles.length} WhatsApp messages; at most ${MAX_PARTS} are sent for one. Shorten the text.`,
        ),
      ];

const unaddressed = ({ contact }: Destination): Violation[] =>
  contact.address === undefined && contact.user_id === undefined
    ? [violation("/conversation_id", "contact_unreachable", UNREACHABLE)]
    : [];

const hasWords = (text: string | undefined): text is string => text !== undefined && text.trim() !== "";

const adaptation = (code: string, message: string): Adaptation => ({ code, path: "/message_text", message });

const NO_URL = "WhatsApp sends uploaded files only: upload the file and name its s3_key.";
const ONE_FILE = "WhatsApp carries one file in a message: send one message for each.";
const NOT_A_TEMPLATE = 'A template is sent with message_type "template".';
const TEXT_WITH_FILE = "A text carries no file: leave message_type out, or name the file's kind.";
const NO_TEXT = "A text message needs message_text.";
const NO_FILE = "Name the uploaded file: s3_key, s3_path or conversation_file_id.";
const TEMPLATE_WITH_TEXT =
  "A template brings its own text: leave message_text out and fill its variables in template.components.";
const TEMPLATE_WITH_FILE =
  "A template takes its media in a header component, as link or id: leave the file out and name it there.";
const UNREACHABLE = "This contact has neither a phone number nor a WhatsApp user id.";
