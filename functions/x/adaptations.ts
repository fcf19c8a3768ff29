import type { Media } from "../../shared/domain/attachment.ts";
import type { Adaptation, Content } from "../../shared/domain/message.ts";
import { inPieces, inWords, told, unquoted } from "../../shared/messaging/text-adaptations.ts";
import { picturesOf } from "../../shared/messaging/whole-text.ts";
import { TEXT_MAX } from "./limits.ts";

/** What was changed so that it fits: each thing that X does not know, and the text or picture that stands for it. */
export const adaptationsOf = (content: Content, texts: string[]): Adaptation[] => [
  ...inPieces(texts.length, TEXT_MAX, content.media.length > 0),
  ...inWords(content, "X"),
  ...content.media.flatMap(ofSticker),
  ...ofPictures(picturesOf(content)),
  ...unquoted(content, "X"),
];

const ofSticker = ({ as, path }: Media): Adaptation[] =>
  as === "sticker" ? [told("sticker_as_image", path, "X knows no stickers: it is sent as a picture.")] : [];

const ofPictures = (pictures: Media[]): Adaptation[] => {
  const apart = "The cards' pictures are messages of their own, in the order of the cards, before the text.";
  const linked = "X fetches nothing: pictures that are not uploaded here stand as links in the text.";
  return [
    ...(pictures.some((one) => "file" in one) ? [told("card_pictures_apart", "/cards", apart)] : []),
    ...(pictures.some((one) => "url" in one) ? [told("card_pictures_as_links", "/cards", linked)] : []),
  ];
};
