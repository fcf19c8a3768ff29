import { bareType, FileKind, isActive, kindOf, MAX_FILE_BYTES, plainKind } from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import { type Violation, violation } from "../domain/errors.ts";
import { MAX_PARTS } from "../domain/ids.ts";
import type { Adaptation, Content, OutgoingType } from "../domain/message.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import { type Bubble, bubblesOf, type PlainLimits, partOf } from "./plain-bubbles.ts";
import { PLAIN_CAPABILITIES } from "./plain-capabilities.ts";

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
  const { bubbles, pieces } = bubblesOf(content, limits);
  return {
    parts: bubbles.map(partOf),
    adaptations: adaptationsOf(content, pieces, limits),
    violations: countViolations(bubbles),
  };
};

/** What no part can carry, whatever its length. */
const uncarried = (content: Content): Violation[] => {
  const found: Violation[] = [];
  if (content.type === "template") {
    found.push(
      violation("/message_type", "unsupported_message_type", "Only WhatsApp and Messenger carry templates."),
    );
  }
  if (content.type === "text" && content.media.length > 0) {
    found.push(violation("/s3_key", "text_with_file", "A text carries no file."));
  }
  if (isFileKind(content.type) && content.media.length === 0) {
    found.push(violation("/s3_key", "missing_file", `A message of type ${content.type} needs a file.`));
  }
  return [...found, ...content.media.flatMap((one) => ("url" in one ? checkAddress(one.url, one.path) : []))];
};

/** A page shows it as it stands, so it must be nothing that a browser runs. */
const checkAddress = (url: string, path: string): Violation[] =>
  /^https?:$/.test(URL.parse(url)?.protocol ?? "")
    ? []
    : [violation(path, "invalid_url", "An address must begin with https:// (or http://).")];

const isFileKind = (type: OutgoingType): type is FileKind => FileKind.safeParse(type).success;

/** That a text with something to tap under it stands by itself is its place, and no change. */
const adaptationsOf = (content: Content, pieces: number, limits: PlainLimits): Adaptation[] => {
  const path = "/message_text";
  const found: Adaptation[] = [];
  const { media, buttons, quickReplies } = content;
  if (media.length > 0 && pieces > 0 && !buttons && !quickReplies) {
    const message = `A caption holds ${limits.caption} characters; the text follows its file by itself.`;
    found.push({ code: "caption_moved", path, message });
  }
  if (pieces > 1) {
    const message = `A message holds ${limits.text} characters; the text leaves as ${pieces} messages.`;
    found.push({ code: "text_split", path, message });
  }
  return found;
};

const countViolations = (bubbles: Bubble[]): Violation[] => {
  const path = bubbles.at(-1)?.payload.type === "text" ? "/message_text" : "/attachments";
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
