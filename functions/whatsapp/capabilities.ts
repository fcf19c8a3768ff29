import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What WhatsApp makes of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { refused: "WhatsApp carries no voice notes." },
  sticker: { refused: "WhatsApp carries no stickers." },
  foreign_url: { refused: "WhatsApp carries no files by an address of your own." },
  several_attachments: { refused: "WhatsApp carries no several attachments in one message." },
  reply_buttons: { refused: "WhatsApp carries no buttons." },
  url_button: { refused: "WhatsApp carries no buttons." },
  call_button: { refused: "WhatsApp carries no buttons." },
  quick_replies: { refused: "WhatsApp carries no quick replies." },
  card: { refused: "WhatsApp carries no cards." },
  carousel: { refused: "WhatsApp carries no cards." },
  list: { refused: "WhatsApp carries no lists." },
  location: { refused: "WhatsApp carries no locations." },
  contacts: { refused: "WhatsApp carries no contacts." },
  reaction: { refused: "WhatsApp carries no reactions." },
  template: "as_is",
  reply: "as_is",
};
