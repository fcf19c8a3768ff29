import { FileKind } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Content, Part } from "../../shared/domain/message.ts";
import { splitText } from "../../shared/domain/text.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { inWords } from "../../shared/messaging/text-adaptations.ts";
import { picturesOf, wholeText } from "../../shared/messaging/whole-text.ts";
import { adaptationsOf } from "./adaptations.ts";
import { TEXT_MAX } from "./limits.ts";
import { mediaPart, textPart } from "./payload.ts";

/**
 * A text is one message, each file another; the first file's bears the text. A text that is too long for that leaves in
 * several, after the files. Whatever else a message holds is told in its text, with numbers for what can be chosen;
 * such a text is read last, so it follows the files and the cards' pictures by itself.
 */
export const transformOutgoing = (content: Content, to: Destination): Transformed => {
  const { text, choices } = wholeText(content, true);
  const texts = splitText(text, TEXT_MAX).filter((piece) => piece.trim() !== "");
  const parts = partsOf(texts, content);
  const violations = [...checkContent(content, parts), ...checkMedia(content), ...checkContact(to)];
  return {
    parts: violations.length > 0 ? [] : parts,
    adaptations: adaptationsOf(content, texts),
    violations,
    ...(choices.length > 0 && { choices }),
  };
};

const partsOf = (texts: string[], content: Content): Part[] => {
  const isLast = texts.length > 1 || inWords(content, "X").length > 0;
  const [caption] = isLast ? [] : texts;
  const files = [...content.media, ...picturesOf(content)].flatMap((one, index) =>
    "file" in one ? [mediaPart(one.file, one.as, index === 0 ? caption : undefined)] : [],
  );
  return files.length > 0 && !isLast ? files : [...files, ...texts.map(textPart)];
};

const checkContent = ({ type, media }: Content, parts: Part[]): Violation[] => {
  const bad = (path: string, code: string, message: string) => [violation(path, code, message)];
  if (type === "template")
    return bad("/message_type", "unsupported_message_type", "X has no templates; send the text itself.");
  if (type === "text" && media.length > 0)
    return bad("/message_type", "text_with_file", "A text carries no file: name the file's kind.");
  if (FileKind.safeParse(type).success && media.length === 0)
    return bad("/s3_key", "missing_file", `A message of type ${type} needs a file.`);
  if (parts.length === 0) return bad("/message_text", "empty_message", "There is no text to send.");
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
