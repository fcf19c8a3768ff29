import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What Messenger makes of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { refused: "Messenger carries no voice notes." },
  sticker: { refused: "Messenger carries no stickers." },
  foreign_url: { refused: "Messenger carries no files by an address of your own." },
  several_attachments: { refused: "Messenger carries no several attachments in one message." },
  reply_buttons: { refused: "Messenger carries no buttons." },
  url_button: { refused: "Messenger carries no buttons." },
  call_button: { refused: "Messenger carries no buttons." },
  quick_replies: { refused: "Messenger carries no quick replies." },
  card: { refused: "Messenger carries no cards." },
  carousel: { refused: "Messenger carries no cards." },
  list: { refused: "Messenger carries no lists." },
  location: { refused: "Messenger carries no locations." },
  contacts: { refused: "Messenger carries no contacts." },
  reaction: { refused: "Messenger carries no reactions." },
  template: { refused: "Messenger has no templates: only WhatsApp does." },
  reply: "as_is",
};
