import type { Adaptation, Content } from "../../shared/domain/message.ts";
import { inPieces, inWords, told, unquoted } from "../../shared/messaging/text-adaptations.ts";
import { picturesOf } from "../../shared/messaging/whole-text.ts";
import { MAX_BODY } from "./limits.ts";
import { segmentsOf } from "./segments.ts";

/** What was changed so that it fits: each thing that SMS does not know, and the text that carries it. */
export const adaptationsOf = (content: Content, texts: string[], mms: number): Adaptation[] => [
  ...inPieces(texts.length, MAX_BODY, mms > 0),
  ...inWords(content, "SMS", costOf(texts)),
  ...ofMedia(content),
  ...ofPictures(content, mms > 0),
  ...unquoted(content, "SMS"),
];

/** Carriers are paid by the segment, and numbered lines add some: hence their count. */
const costOf = (texts: string[]): string => {
  const segments = texts.reduce((sum, text) => sum + segmentsOf(text).segments, 0);
  return `the text takes ${segments} ${segments === 1 ? "segment" : "segments"}`;
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
