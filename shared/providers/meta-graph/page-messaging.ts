import { FILE_KINDS, type FileKind, type FileRef, type Media } from "../../domain/attachment.ts";
import { type Violation, violation } from "../../domain/errors.ts";
import { MAX_PARTS } from "../../domain/ids.ts";
import type { Adaptation, Content, Part } from "../../domain/message.ts";
import { type Measure, splitText } from "../../domain/text.ts";
import type { Destination, Transformed } from "../../messaging/channel-ports.ts";
import type { PayloadBuilder } from "./page-payload.ts";

/** What Messenger and Instagram do not share about a message. */
export interface PageDialect {
  provider: "Messenger" | "Instagram";
  text: { cap: number; measure: Measure; unit: "characters" | "bytes" };
  payload: PayloadBuilder;
  /** Changes to a file that the contact can see. */
  fileAdaptations?(type: FileKind, file: FileRef): Adaptation[];
}

/**
 * Neutral content as calls to the Send API, one bubble each. Neither channel has captions, and both show
 * bubbles in the order of the calls, so media goes first and the text follows it.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export const transformForPage = (dialect: PageDialect, content: Content, to: Destination): Transformed => {
  const texts = textsOf(dialect, content.text);
  const violations = [
    ...kindViolations(dialect, content),
    ...mediaViolations(dialect, content.media),
    ...addressViolations(dialect, to),
    ...countViolations(dialect, content, texts),
  ];
  if (violations.length > 0) return { parts: [], adaptations: [], violations };
  return {
    parts: partsOf(dialect, content, texts, to),
    adaptations: adaptationsOf(dialect, content, texts),
    violations,
  };
};

const textsOf = ({ text }: PageDialect, said: string | undefined): string[] =>
  splitText(said ?? "", text.cap, text.measure).filter((piece) => piece.trim() !== "");

const isFileKind = (type: string): type is FileKind => (FILE_KINDS as readonly string[]).includes(type);

const filesOf = ({ type, media }: Content): { type: FileKind; file: FileRef }[] =>
  isFileKind(type) ? media.flatMap((one) => ("file" in one ? [{ type, file: one.file }] : [])) : [];

const partsOf = (dialect: PageDialect, content: Content, texts: string[], to: Destination): Part[] => {
  const media = filesOf(content).map(({ type, file }, index): Part => {
    const attachment = { type, payload: { url: file.key } };
    return {
      kind: "media",
      payload: dialect.payload({ attachment }, index, content, to),
      slots: [{ at: ["message", "attachment", "payload", "url"], file }],
    };
  });
  const bubbles = texts.map((text, index): Part => {
    const payload = dialect.payload({ text }, media.length + index, content, to);
    return { kind: "text", payload, slots: [] };
  });
  return [...media, ...bubbles];
};

const adaptationsOf = (dialect: PageDialect, content: Content, texts: string[]): Adaptation[] => {
  const { provider, text } = dialect;
  const path = "/message_text";
  const found = filesOf(content).flatMap(({ type, file }) => dialect.fileAdaptations?.(type, file) ?? []);
  if (content.media.length > 0 && texts.length > 0) {
    const message = `${provider} has no captions: the text follows the ${content.type} as a message of its own.`;
    found.push({ code: "caption_moved", path, message });
  }
  if (texts.length > 1) {
    const message = `The text was split into ${texts.length} messages of at most ${text.cap} ${text.unit} each.`;
    found.push({ code: "text_split", path, message });
  }
  return found;
};

const kindViolations = ({ provider }: PageDialect, { type, media }: Content): Violation[] => {
  if (type === "template") {
    const message = `${provider} has no templates: only WhatsApp does.`;
    return [violation("/message_type", "unsupported_message_type", message)];
  }
  if (type === "text" && media.length > 0) {
    return [violation("/message_type", "text_with_file", "A text carries no file: name the file's kind.")];
  }
  if (!isFileKind(type) || media.length > 0) return [];
  return [violation("/s3_key", "missing_file", `A message of type ${type} needs a file.`)];
};

const mediaViolations = ({ provider }: PageDialect, media: Media[]): Violation[] => {
  const found: Violation[] = [];
  if (media.some((one) => "url" in one)) {
    const message = `${provider} messages carry uploaded files; an address of your own is taken for SMS only.`;
    found.push(violation("/media_url", "media_url_not_supported", message));
  }
  if (media.length > 1) {
    const message = `A ${provider} message carries one file, not ${media.length}.`;
    found.push(violation("/attachments", "too_many_files", message));
  }
  return found;
};

const addressViolations = ({ provider }: PageDialect, { contact }: Destination): Violation[] =>
  contact.address
    ? []
    : [violation("/conversation_id", "contact_unreachable", `The contact has no ${provider} id.`)];

const countViolations = (dialect: PageDialect, content: Content, texts: string[]): Violation[] => {
  const parts = content.media.length + texts.length;
  if (parts > MAX_PARTS) {
    const message = `This would need ${parts} ${dialect.provider} messages; at most ${MAX_PARTS} are sent for one.`;
    return [violation("/message_text", "too_many_parts", message)];
  }
  if (content.type !== "text" || parts > 0) return [];
  return [violation("/message_text", "empty_message", "There is no text to send.")];
};
