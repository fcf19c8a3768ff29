import type { Media } from "../domain/attachment.ts";
import type { CardContent, Content, OutgoingType } from "../domain/message.ts";
import type { MessageView } from "./message-ports.ts";
import type { OutgoingRequest } from "./outgoing-body.ts";
import { replyTo, targetOf } from "./reply-target.ts";

/** What a request wants said, free of any channel: its files looked up, and what it answers to. */
export const contentOf = (
  request: OutgoingRequest,
  type: OutgoingType | "note",
  media: Media[],
  pictures: (Media | undefined)[],
  answered: MessageView | undefined,
): Content => {
  const { message_text: text, buttons, quick_replies, cards } = request;
  const isList = type === "interactive";
  return {
    type: type === "note" ? "text" : type,
    ...(text !== undefined && !isList && { text }),
    media,
    ...(buttons && { buttons }),
    ...(quick_replies && { quickReplies: quick_replies }),
    ...(cards && { cards: cards.map((card, index) => withPicture(card, pictures[index])) }),
    ...objectOf(request, type, answered),
    ...(type !== "reaction" && replyTo(request.reply_to_message_id, answered)),
  };
};

const withPicture = (card: CardContent, image: Media | undefined): CardContent =>
  image ? { ...card, image } : card;

/** What a type that is an object brings with it; `typeOf` has seen that it is there. */
const objectOf = (
  { location, contacts, reaction, interactive, template, message_text }: OutgoingRequest,
  type: OutgoingType | "note",
  answered: MessageView | undefined,
): Partial<Content> => {
  if (type === "template") return { template };
  if (type === "location" && location) return { location };
  if (type === "contacts" && contacts) return { contacts };
  if (type === "reaction" && reaction) {
    const to = targetOf("/reaction/message_id", reaction.message_id, answered);
    return { reaction: { emoji: reaction.emoji, to } };
  }
  if (type !== "interactive" || !interactive) return {};
  return {
    list: {
      ...interactive,
      ...(message_text !== undefined && !interactive.body && { body: { text: message_text } }),
    },
  };
};
