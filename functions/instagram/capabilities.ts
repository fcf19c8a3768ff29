import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What Instagram makes of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { adapted: "A plain audio file." },
  sticker: { adapted: "An image." },
  foreign_url: "as_is",
  several_attachments: "as_is",
  reply_buttons: "as_is",
  url_button: "as_is",
  call_button: { adapted: "A line of the text, with the number." },
  quick_replies: "as_is",
  card: "as_is",
  carousel: "as_is",
  list: { adapted: "Quick replies; where they have no room, numbered lines of a text." },
  location: { adapted: "A text: name, address and a link to a map." },
  contacts: { adapted: "A text: name, phones and the rest." },
  reaction: "as_is",
  template: { refused: "Instagram has no templates: WhatsApp and Messenger do." },
  reply: "as_is",
};
