import { bareType, FileKind, isActive, kindOf, MAX_FILE_BYTES, plainKind } from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import { type Violation, violation } from "../domain/errors.ts";
import { MAX_PARTS } from "../domain/ids.ts";
import type { Adaptation, Content, OutgoingType, Part } from "../domain/message.ts";
import { splitText } from "../domain/text.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import { PLAIN_CAPABILITIES } from "./plain-capabilities.ts";
import { PlainFile } from "./plain-payload.ts";

/** Lengths in UTF-16 units. */
export interface PlainLimits {
  text: number;
  caption: number;
}

/** The rules of a channel without a provider, whose only limits are our own. */
export const plainRules = (channel: Channel, limits: PlainLimits): ChannelRules => ({
  channel,
  capabilities: PLAIN_CAPABILITIES,
  transform: (content) => plainTransform(content, limits),
  checkFile: checkPlainFile,
});

const plainTransform = (content: Content, limits: PlainLimits): Transformed => {
  const violations = uncarried(content);
  if (violations.length > 0) return { parts: [], adaptations: [], violations };
  const { bubbles, adaptations } = bubblesOf(content, limits);
  return {
    parts: bubbles.map((bubble, index) => partOf(bubble, index === 0 ? content.replyTo : undefined)),
    adaptations,
    violations: countViolations(bubbles),
  };
};

/** What no part can carry, whatever its length. */
const uncarried = (content: Content): Violation[] => {
  const found: Violation[] = [];
  if (content.type === "template") {
    found.push(violation("/message_type", "unsupported_message_type", "Only WhatsApp carries templates."));
  }
  if (content.type === "text" && content.media.length > 0) {
    found.push(violation("/s3_key", "text_with_file", "A text carries no file."));
  }
  if (isFileKind(content.type) && content.media.length === 0) {
    found.push(violation("/s3_key", "missing_file", `A message of type ${content.type} needs a file.`));
  }
  if (content.media.some((media) => "url" in media)) {
    found.push(
      violation("/media_url", "media_url_not_supported", "Only SMS carries media by their address."),
    );
  }
  return found;
};

type Bubble = { type: "text"; text: string } | { type: FileKind; text?: string; file: PlainFile };

/** Media first: a caption stays with the first file if it fits, else it follows as text. */
const bubblesOf = (
  content: Content,
  limits: PlainLimits,
): { bubbles: Bubble[]; adaptations: Adaptation[] } => {
  const files = filesOf(content);
  const text = content.text?.trim() ? content.text : undefined;
  const caption = files.length > 0 && text !== undefined && text.length <= limits.caption ? text : undefined;
  const media = files.map((bubble, index) =>
    index === 0 && caption !== undefined ? { ...bubble, text: caption } : bubble,
  );
  const pieces = text === undefined || caption !== undefined ? [] : splitText(text, limits.text);
  const texts = pieces.map((piece) => ({ type: "text" as const, text: piece }));
  return { bubbles: [...media, ...texts], adaptations: adaptationsOf(media.length, pieces.length, limits) };
};

const filesOf = ({ type, media }: Content): { type: FileKind; file: PlainFile }[] =>
  isFileKind(type)
    ? media.flatMap((one) => ("file" in one ? [{ type, file: PlainFile.parse(one.file) }] : []))
    : [];

const isFileKind = (type: OutgoingType): type is FileKind => FileKind.safeParse(type).success;

const adaptationsOf = (media: number, pieces: number, limits: PlainLimits): Adaptation[] => {
  const path = "/message_text";
  const found: Adaptation[] = [];
  if (media > 0 && pieces > 0) {
    const message = `A caption holds ${limits.caption} characters; the text follows its file by itself.`;
    found.push({ code: "caption_moved", path, message });
  }
  if (pieces > 1) {
    const message = `A message holds ${limits.text} characters; the text leaves as ${pieces} messages.`;
    found.push({ code: "text_split", path, message });
  }
  return found;
};

/** Only the first part answers: the following ones continue it. */
const partOf = (bubble: Bubble, replyTo: Content["replyTo"]): Part => ({
  kind: bubble.type === "text" ? "text" : "media",
  payload: { ...bubble, ...(replyTo && { reply_to: replyTo.provider_message_id }) },
  slots: [],
});

const countViolations = (bubbles: Bubble[]): Violation[] => {
  const path = bubbles.at(-1)?.type === "text" ? "/message_text" : "/attachments";
  if (bubbles.length === 0) return [violation("/message_text", "empty_message", "There is nothing to send.")];
  if (bubbles.length <= MAX_PARTS) return [];
  const message = `It would leave as ${bubbles.length} messages; ${MAX_PARTS} is the most.`;
  return [violation(path, "too_many_parts", message)];
};

/** Any file our bucket takes; an image, audio or video must be what it is called, and nothing a browser runs. */
const checkPlainFile: ChannelRules["checkFile"] = (as, given, path) => {
  const kind = plainKind(as);
  const found: Violation[] = [];
  if (given.size > MAX_FILE_BYTES) {
    found.push(violation(path, "file_too_large", `A file holds ${MAX_FILE_BYTES} bytes at most.`));
  }
  if (!isShownAs(kind, given.type)) {
    found.push(violation(path, "unsupported_media_type", refusalOf(kind, bareType(given.type))));
  }
  return found;
};

const isShownAs = (kind: FileKind, mime: string): boolean =>
  kind === "file" || (kind === kindOf(bareType(mime)) && !isActive(mime));

const refusalOf = (kind: FileKind, mime: string): string =>
  `${mime} is not shown as ${kind}: send ${kind}/* (but no svg), or send it as "file".`;
