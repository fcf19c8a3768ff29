import type { Media } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Adaptation, Content, Part } from "../../shared/domain/message.ts";
import { splitText } from "../../shared/domain/text.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { TEXT_MAX } from "./limits.ts";
import { mediaPart, textPart } from "./payload.ts";

/**
 * A text is one message, each file another; the first file's bears the text. A text that is too long for that leaves in
 * several, after the files.
 */
export const transformOutgoing = (content: Content, to: Destination): Transformed => {
  const texts = textsOf(content.text);
  const parts = partsOf(texts, content.media);
  const violations = [...checkContent(content, texts, parts), ...checkMedia(content), ...checkContact(to)];
  return {
    parts: violations.length > 0 ? [] : parts,
    adaptations: adaptationsOf(content, texts),
    violations,
  };
};

const textsOf = (text = ""): string[] => splitText(text, TEXT_MAX).filter((piece) => piece.trim() !== "");

const partsOf = (texts: string[], media: readonly Media[]): Part[] => {
  const [only, ...more] = texts;
  const caption = more.length === 0 ? only : undefined;
  const files = media.flatMap((one, index) =>
    "file" in one ? [mediaPart(one.file, one.as, index === 0 ? caption : undefined)] : [],
  );
  return files.length > 0 && more.length === 0 ? files : [...files, ...texts.map(textPart)];
};

const adaptationsOf = (content: Content, texts: string[]): Adaptation[] => {
  const found: Adaptation[] = [];
  const add = (code: string, path: string, message: string) => found.push({ code, path, message });
  if (content.media.length > 0 && texts.length > 1)
    add("caption_moved", "/message_text", `A text over ${TEXT_MAX} characters follows the file on its own.`);
  if (texts.length > 1) {
    const message = `The text was split into ${texts.length} messages of at most ${TEXT_MAX} characters each.`;
    add("text_split", "/message_text", message);
  }
  if (content.replyTo) {
    const message = "Messages on X quote none: it is sent as an ordinary message.";
    add("reply_dropped", "/reply_to_message_id", message);
  }
  return found;
};

const checkContent = ({ type, media }: Content, texts: string[], parts: Part[]): Violation[] => {
  const bad = (path: string, code: string, message: string) => [violation(path, code, message)];
  if (type === "template")
    return bad("/message_type", "unsupported_message_type", "X has no templates; send the text itself.");
  if (type === "text" && media.length > 0)
    return bad("/message_type", "text_with_file", "A text carries no file: name the file's kind.");
  if (type !== "text" && media.length === 0)
    return bad("/s3_key", "missing_file", `A message of type ${type} needs a file.`);
  if (media.length === 0 && texts.length === 0)
    return bad("/message_text", "empty_message", "There is no text to send.");
  if (parts.length <= MAX_PARTS) return [];
  const message = `It would take ${parts.length} messages on X; at most ${MAX_PARTS} are sent for one.`;
  return bad("/message_text", "too_many_parts", message);
};

const checkMedia = ({ media }: Content): Violation[] =>
  media
    .filter((one) => "url" in one)
    .map(({ path }) =>
      violation(path, "media_url_not_supported", "Messages on X carry uploaded files, none by an address."),
    );

const checkContact = ({ contact }: Destination): Violation[] =>
  contact.address
    ? []
    : [violation("/conversation_id", "contact_unreachable", "The contact has no X user id.")];
