import type { Capabilities } from "./content-kinds.ts";

/** What the channels without a provider make of each kind of content. */
export const PLAIN_CAPABILITIES: Capabilities = {
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
  call_button: "as_is",
  quick_replies: "as_is",
  card: "as_is",
  carousel: "as_is",
  list: "as_is",
  location: "as_is",
  contacts: "as_is",
  reaction: "as_is",
  template: { refused: "Only WhatsApp and Messenger carry templates." },
  reply: "as_is",
};
