import type { Adaptation, Content } from "../domain/message.ts";

/** What was changed, and where it was asked for. */
export const told = (code: string, path: string, message: string): Adaptation => ({ code, path, message });

/** That a text of so many pieces, each of at most `max` UTF-16 units, leaves in several, and after the media. */
export const inPieces = (pieces: number, max: number, withMedia: boolean): Adaptation[] => {
  if (pieces < 2) return [];
  const moved = `A text over ${max} characters follows the media on its own.`;
  const split = `The text is sent as ${pieces} messages of at most ${max} characters.`;
  return [
    ...(withMedia ? [told("caption_moved", "/message_text", moved)] : []),
    told("text_split", "/message_text", split),
  ];
};

/**
 * What `wholeText` told in words, each thing at its place, for a channel that knows none of them. `cost`: what more
 * there is to say of that text.
 */
export const inWords = (content: Content, channel: string, cost = ""): Adaptation[] => {
  const { buttons, quickReplies, cards, list, location, contacts } = content;
  const line = (is: unknown, code: string, path: string, what: string, how: string) =>
    is ? [told(code, path, `${channel} knows no ${what}: ${how}${cost && `; ${cost}`}.`)] : [];
  return [
    ...line(list, "list_as_text", "/interactive", "lists", "its rows are numbered lines of text"),
    ...line(location, "location_as_text", "/location", "places", "it is sent as text with a link to a map"),
    ...line(buttons, "buttons_as_text", "/buttons", "buttons", "they are lines under the text"),
    ...line(cards, "cards_as_text", "/cards", "cards", "they are sent as text with their buttons as lines"),
    ...line(
      quickReplies,
      "quick_replies_as_text",
      "/quick_replies",
      "quick replies",
      "they are numbered lines",
    ),
    ...line(contacts, "contacts_as_text", "/contacts", "contacts", "what is known of them is sent as text"),
  ];
};

/** That a channel without quotes sends an answer as an ordinary message. */
export const unquoted = ({ replyTo }: Content, channel: string): Adaptation[] => {
  const message = `${channel} knows no replies: it is sent as an ordinary message.`;
  return replyTo ? [told("reply_dropped", "/reply_to_message_id", message)] : [];
};
