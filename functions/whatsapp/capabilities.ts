import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What WhatsApp makes of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: "as_is",
  sticker: "as_is",
  foreign_url: "as_is",
  several_attachments: "as_is",
  reply_buttons: { refused: "WhatsApp carries no buttons." },
  url_button: { refused: "WhatsApp carries no buttons." },
  call_button: { refused: "WhatsApp carries no buttons." },
  quick_replies: { refused: "WhatsApp carries no quick replies." },
  card: { refused: "WhatsApp carries no cards." },
  carousel: { refused: "WhatsApp carries no cards." },
  list: { refused: "WhatsApp carries no lists." },
  location: "as_is",
  contacts: "as_is",
  reaction: "as_is",
  template: "as_is",
  reply: "as_is",
};
