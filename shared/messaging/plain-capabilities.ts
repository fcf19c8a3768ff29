import type { Capabilities } from "./content-kinds.ts";

/** What the channels without a provider make of each kind of content. */
export const PLAIN_CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { refused: "This channel carries no voice notes." },
  sticker: { refused: "This channel carries no stickers." },
  foreign_url: { refused: "This channel carries no files by an address of your own." },
  several_attachments: "as_is",
  reply_buttons: { refused: "This channel carries no buttons." },
  url_button: { refused: "This channel carries no buttons." },
  call_button: { refused: "This channel carries no buttons." },
  quick_replies: { refused: "This channel carries no quick replies." },
  card: { refused: "This channel carries no cards." },
  carousel: { refused: "This channel carries no cards." },
  list: { refused: "This channel carries no lists." },
  location: { refused: "This channel carries no locations." },
  contacts: { refused: "This channel carries no contacts." },
  reaction: { refused: "This channel carries no reactions." },
  template: { refused: "Only WhatsApp carries templates." },
  reply: "as_is",
};
