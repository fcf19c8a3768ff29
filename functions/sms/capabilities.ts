import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What SMS and MMS make of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { adapted: "sent as a plain audio file" },
  sticker: { adapted: "sent as a picture, where MMS takes its type (no WebP)" },
  foreign_url: "as_is",
  several_attachments: "as_is",
  reply_buttons: { adapted: "numbered lines under the text" },
  url_button: { adapted: "a line under the text: title and address" },
  call_button: { adapted: "a line under the text: title and number" },
  quick_replies: { adapted: "numbered lines at the end of the text" },
  card: { adapted: "text with numbered lines; its picture as media, or as a link" },
  carousel: { adapted: "text with numbered lines; the pictures as media, or as links" },
  list: { adapted: "text with numbered lines" },
  location: { adapted: "text with a link to a map" },
  contacts: { adapted: "text, a line for each thing known" },
  reaction: { refused: "SMS knows no reactions." },
  template: { refused: "SMS has no templates; send the text itself." },
  reply: { adapted: "sent as an ordinary message" },
};
