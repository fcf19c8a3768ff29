import type { Media } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Adaptation, Content, Part } from "../../shared/domain/message.ts";
import { splitText } from "../../shared/domain/text.ts";
import type { Destination, Transformed } from "../../shared/messaging/channel-ports.ts";
import { checkTogether } from "./check-file.ts";
import { MAX_BODY, MAX_MEDIA } from "./limits.ts";
import { checkMediaUrl } from "./media-url.ts";
import { smsPart } from "./payload.ts";

/** Text becomes SMS, text with media one MMS; a text longer than a body leaves in several, after its media. */
export const transformOutgoing = (content: Content, to: Destination): Transformed => {
  const texts = content.text?.trim() ? splitText(content.text, MAX_BODY) : [];
  const parts = content.type === "template" ? [] : partsOf(texts, content.media, to);
  return {
    parts,
    adaptations: adaptationsOf(content, texts),
    violations: [
      ...checkContent(content, texts, parts),
      ...checkSender(content, to),
      ...checkMedia(content.media),
    ],
  };
};

const partsOf = (texts: string[], media: readonly Media[], to: Destination): Part[] => {
  const [only, ...more] = texts;
  if (media.length === 0) return texts.map((text) => smsPart(to, text));
  if (more.length === 0) return [smsPart(to, only, media)];
  return [smsPart(to, undefined, media), ...texts.map((text) => smsPart(to, text))];
};

const adaptationsOf = (content: Content, texts: string[]): Adaptation[] => {
  const adaptations: Adaptation[] = [];
  const add = (code: string, path: string, message: string) => adaptations.push({ code, path, message });
  if (content.media.length > 0 && texts.length > 1) {
    add("caption_moved", "/message_text", `A text over ${MAX_BODY} characters follows the media on its own.`);
  }
  if (texts.length > 1) {
    add(
      "text_split",
      "/message_text",
      `The text is sent as ${texts.length} messages of at most ${MAX_BODY} characters.`,
    );
  }
  if (content.replyTo) {
    add("reply_dropped", "/reply_to_message_id", "SMS knows no replies: it is sent as an ordinary message.");
  }
  return adaptations;
};

const checkContent = (content: Content, texts: string[], parts: Part[]): Violation[] => {
  if (content.type === "template") {
    return [
      violation("/message_type", "unsupported_message_type", "SMS has no templates; send the text itself."),
    ];
  }
  if (content.type !== "text" && content.media.length === 0) {
    return [violation("/s3_key", "missing_file", `A message of the type ${content.type} needs a file.`)];
  }
  if (texts.length === 0 && content.media.length === 0) {
    return [violation("/message_text", "empty_message", "There is no text to send.")];
  }
  if (parts.length <= MAX_PARTS) return [];
  return [
    violation(
      "/message_text",
      "too_many_parts",
      `It would take ${parts.length} messages; at most ${MAX_PARTS}.`,
    ),
  ];
};

/** Names of letters can send no MMS: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
const checkSender = (content: Content, { account, contact }: Destination): Violation[] => {
  const violations: Violation[] = [];
  if (!contact.address) {
    violations.push(violation("/conversation_id", "contact_unreachable", "The contact has no phone number."));
  }
  const named =
    account.provider_ids.messaging_service_sid === undefined && /^[a-z0-9 &+_-]*[a-z]/i.test(account.address);
  if (named && content.media.length > 0) {
    const message = "An alphanumeric sender cannot send media; use a phone number.";
    violations.push(violation("/message_type", "sender_without_mms", message));
  }
  return violations;
};

/** Only `media_url` names several things at once, or somebody else's address. */
const checkMedia = (media: readonly Media[]): Violation[] => {
  const path = "/media_url";
  const files = media.flatMap((one) => ("file" in one ? [one.file] : []));
  const tooMany = violation(
    path,
    "too_many_media",
    `One MMS carries at most ${MAX_MEDIA} media, not ${media.length}.`,
  );
  return [
    ...(media.length > MAX_MEDIA ? [tooMany] : []),
    ...media.flatMap((one) => ("url" in one ? checkMediaUrl(one.url, path) : [])),
    ...checkTogether(files, path),
  ];
};
