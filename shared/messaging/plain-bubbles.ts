import { type Media, plainKind } from "../domain/attachment.ts";
import type { CardContent, Content, Part, Slot } from "../domain/message.ts";
import { splitText } from "../domain/text.ts";
import { type PlainCard, PlainFile, type PlainPayload, type PlainSource } from "./plain-payload.ts";

/** Lengths in UTF-16 units. */
export interface PlainLimits {
  text: number;
  caption: number;
}

/** What one part shows, and the files in it. */
export interface Bubble {
  payload: PlainPayload;
  slots: Slot[];
}

/**
 * Files, text with its buttons, cards. A caption stays with the first file if it fits and nothing is to be tapped
 * under it; `pieces` is how many texts it became otherwise.
 */
export const bubblesOf = (content: Content, limits: PlainLimits): { bubbles: Bubble[]; pieces: number } => {
  const { media, buttons, quickReplies, cards } = content;
  const text = content.text?.trim() ? content.text : undefined;
  const alone = media.length === 0 || buttons || quickReplies || (text?.length ?? 0) > limits.caption;
  const pieces = text === undefined || !alone ? [] : splitText(text, limits.text);
  const files = media.map((one, index) => fileBubble(one, index === 0 && !alone ? text : undefined));
  const texts = pieces.map((piece, index) =>
    bubble({ type: "text", text: piece, ...(index === pieces.length - 1 && buttons && { buttons }) }),
  );
  const bubbles = [...files, ...texts, ...(cards ? [cardsBubble(cards)] : []), ...objectBubbles(content)];
  return { bubbles: answered(bubbles, content), pieces: pieces.length };
};

const bubble = (payload: PlainPayload, slots: Slot[] = []): Bubble => ({ payload, slots });

const fileBubble = (media: Media, caption: string | undefined): Bubble =>
  bubble(
    {
      type: media.as === "sticker" ? "sticker" : plainKind(media.as),
      ...(media.as === "voice" && { voice: true }),
      ...(caption !== undefined && { text: caption }),
      file: sourceOf(media),
    },
    slotsAt(["file", "key"], media),
  );

const sourceOf = (media: Media): PlainSource =>
  "file" in media ? PlainFile.parse(media.file) : { url: media.url };

const slotsAt = (at: Slot["at"], media: Media | undefined): Slot[] =>
  media && "file" in media ? [{ at, file: media.file, as: media.as }] : [];

const cardsBubble = (cards: CardContent[]): Bubble =>
  bubble(
    { type: "cards", cards: cards.map(cardOf) },
    cards.flatMap(({ image }, index) => slotsAt(["cards", index, "image", "key"], image)),
  );

const cardOf = ({ image, image_url, ...card }: CardContent): PlainCard => ({
  ...card,
  ...(image && { image: sourceOf(image) }),
});

/** What is a message by itself. */
const objectBubbles = ({ list, location, contacts, reaction }: Content): Bubble[] => [
  ...(list ? [bubble({ type: "list", list })] : []),
  ...(location ? [bubble({ type: "location", location })] : []),
  ...(contacts ? [bubble({ type: "contacts", contacts })] : []),
  ...(reaction ? [bubble({ type: "reaction", reaction: reactionOf(reaction) })] : []),
];

const reactionOf = ({ emoji, to }: NonNullable<Content["reaction"]>) => ({
  message_id: to.provider_message_id,
  emoji,
});

/** Only the first part answers: the following ones continue it. Only the last one has quick replies. */
const answered = (bubbles: Bubble[], { replyTo, quickReplies }: Content): Bubble[] =>
  bubbles.map(({ payload, slots }, index) => ({
    payload: {
      ...payload,
      ...(index === 0 && replyTo && { reply_to: replyTo.provider_message_id }),
      ...(index === bubbles.length - 1 && quickReplies && { quick_replies: quickReplies }),
    },
    slots,
  }));

export const partOf = ({ payload, slots }: Bubble): Part => ({ kind: kindOf(payload), payload, slots });

const kindOf = ({ type }: PlainPayload): Part["kind"] => {
  if (type === "text" || type === "reaction") return type;
  return type === "cards" || type === "list" || type === "location" || type === "contacts"
    ? "interactive"
    : "media";
};
