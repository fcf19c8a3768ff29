import type { Adaptation, Content } from "../../shared/domain/message.ts";
import { MAX_BODY } from "./limits.ts";
import { picturesOf } from "./media.ts";
import { segmentsOf } from "./segments.ts";

/** What was changed so that it fits: each thing that SMS does not know, and the text that carries it. */
export const adaptationsOf = (content: Content, texts: string[], mms: number): Adaptation[] => [
  ...(mms > 0 && texts.length > 1
    ? [
        told(
          "caption_moved",
          "/message_text",
          `A text over ${MAX_BODY} characters follows the media on its own.`,
        ),
      ]
    : []),
  ...(texts.length > 1 ? [told("text_split", "/message_text", splitInto(texts.length))] : []),
  ...inWords(content, texts),
  ...ofMedia(content),
  ...ofPictures(content, mms > 0),
  ...(content.replyTo
    ? [
        told(
          "reply_dropped",
          "/reply_to_message_id",
          "SMS knows no replies: it is sent as an ordinary message.",
        ),
      ]
    : []),
];

const told = (code: string, path: string, message: string): Adaptation => ({ code, path, message });

const splitInto = (count: number): string =>
  `The text is sent as ${count} messages of at most ${MAX_BODY} characters.`;

/** Carriers are paid by the segment, and numbered lines add some: hence their count. */
const inWords = (content: Content, texts: string[]): Adaptation[] => {
  const { buttons, quickReplies, cards, list, location, contacts } = content;
  const segments = texts.reduce((sum, text) => sum + segmentsOf(text).segments, 0);
  const cost = `the text takes ${segments} ${segments === 1 ? "segment" : "segments"}`;
  const lines = (is: unknown, code: string, path: string, what: string, how: string) =>
    is ? [told(code, path, `SMS knows no ${what}: ${how}; ${cost}.`)] : [];
  return [
    ...lines(list, "list_as_text", "/interactive", "lists", "its rows are numbered lines of text"),
    ...lines(location, "location_as_text", "/location", "places", "it is sent as text with a link to a map"),
    ...lines(buttons, "buttons_as_text", "/buttons", "buttons", "they are lines under the text"),
    ...lines(cards, "cards_as_text", "/cards", "cards", "they are sent as text with their buttons as lines"),
    ...lines(
      quickReplies,
      "quick_replies_as_text",
      "/quick_replies",
      "quick replies",
      "they are numbered lines",
    ),
    ...lines(contacts, "contacts_as_text", "/contacts", "contacts", "what is known of them is sent as text"),
  ];
};

const ofMedia = ({ media }: Content): Adaptation[] =>
  media.flatMap(({ as, path }) => {
    if (as === "voice")
      return [told("voice_as_audio", path, "MMS knows no voice notes: it is sent as audio.")];
    return as === "sticker"
      ? [told("sticker_as_image", path, "MMS knows no stickers: it is sent as a picture.")]
      : [];
  });

const ofPictures = (content: Content, mms: boolean): Adaptation[] => {
  if (picturesOf(content).length === 0) return [];
  return mms
    ? [
        told(
          "card_pictures_apart",
          "/cards",
          "The cards' pictures are the message's media, in the order of the cards.",
        ),
      ]
    : [
        told(
          "card_pictures_as_links",
          "/cards",
          "The sender cannot send media: pictures stand as links in the text.",
        ),
      ];
};
