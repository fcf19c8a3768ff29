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
  reply_buttons: "as_is",
  url_button: "as_is",
  call_button: { adapted: "a line of the text with the number" },
  quick_replies: { adapted: "buttons that stay, or the rows of a list" },
  card: { adapted: "a message with its picture, text and buttons" },
  carousel: "as_is",
  list: "as_is",
  location: "as_is",
  contacts: "as_is",
  reaction: "as_is",
  template: "as_is",
  reply: "as_is",
};
