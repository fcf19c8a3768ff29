import { FileKind, type Media } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Content, Part } from "../../shared/domain/message.ts";
import { splitText } from "../../shared/domain/text.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { picturesOf, wholeText } from "../../shared/messaging/whole-text.ts";
import { adaptationsOf } from "./adaptations.ts";
import { MAX_BODY } from "./limits.ts";
import { batchesOf, canSendMedia, checkMedia, checkNamed } from "./media.ts";
import { smsPart } from "./payload.ts";

/**
 * Text becomes SMS, text with media one MMS; whatever else a message holds is told in its text, with numbers for
 * what can be chosen. A text longer than a body leaves in several, after its media.
 */
export const transformOutgoing = (content: Content, to: Destination): Transformed => {
  const withMedia = canSendMedia(to);
  const pictures = picturesOf(content);
  const batches = batchesOf(content.media, withMedia ? pictures : []);
  const { text, choices } = wholeText(content, !withMedia);
  const texts = text.trim() ? splitText(text, MAX_BODY) : [];
  const parts = content.type === "template" ? [] : partsOf(texts, batches, to);
  return {
    parts,
    adaptations: adaptationsOf(content, texts, batches.length),
    violations: [
      ...checkContent(content, parts),
      ...checkAddress(to),
      ...(withMedia ? [] : checkNamed(content.media, pictures)),
      ...checkMedia(content.media, withMedia ? pictures : []),
    ],
    ...(choices.length > 0 && { choices }),
  };
};

/** The text is the body of the last MMS if one body holds it, else it follows them all. */
const partsOf = (texts: string[], batches: readonly Media[][], to: Destination): Part[] => {
  const [only, ...more] = texts;
  const caption = more.length === 0 ? only : undefined;
  const last = batches.length - 1;
  const mms = batches.map((media, index) => smsPart(to, index === last ? caption : undefined, media));
  const alone = batches.length > 0 && more.length === 0 ? [] : texts;
  return [...mms, ...alone.map((text) => smsPart(to, text))];
};

const checkContent = (content: Content, parts: Part[]): Violation[] => {
  if (content.type === "template") {
    return [
      violation("/message_type", "unsupported_message_type", "SMS has no templates; send the text itself."),
    ];
  }
  if (FileKind.safeParse(content.type).success && content.media.length === 0) {
    return [violation("/s3_key", "missing_file", `A message of the type ${content.type} needs a file.`)];
  }
  if (parts.length === 0) return [violation("/message_text", "empty_message", "There is no text to send.")];
  if (parts.length <= MAX_PARTS) return [];
  return [
    violation(
      "/message_text",
      "too_many_parts",
      `It would take ${parts.length} messages; at most ${MAX_PARTS}.`,
    ),
  ];
};

const checkAddress = ({ contact }: Destination): Violation[] =>
  contact.address
    ? []
    : [violation("/conversation_id", "contact_unreachable", "The contact has no phone number.")];
