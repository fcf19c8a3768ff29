import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What SMS and MMS make of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { refused: "SMS carries no voice notes." },
  sticker: { refused: "SMS carries no stickers." },
  foreign_url: "as_is",
  several_attachments: "as_is",
  reply_buttons: { refused: "SMS carries no buttons." },
  url_button: { refused: "SMS carries no buttons." },
  call_button: { refused: "SMS carries no buttons." },
  quick_replies: { refused: "SMS carries no quick replies." },
  card: { refused: "SMS carries no cards." },
  carousel: { refused: "SMS carries no cards." },
  list: { refused: "SMS carries no lists." },
  location: { refused: "SMS carries no locations." },
  contacts: { refused: "SMS carries no contacts." },
  reaction: { refused: "SMS carries no reactions." },
  template: { refused: "SMS has no templates; send the text itself." },
  reply: { adapted: "left out" },
};
