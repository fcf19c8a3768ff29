import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What Instagram makes of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: "as_is",
  video: "as_is",
  file: "as_is",
  voice: { refused: "Instagram carries no voice notes." },
  sticker: { refused: "Instagram carries no stickers." },
  foreign_url: { refused: "Instagram carries no files by an address of your own." },
  several_attachments: { refused: "Instagram carries no several attachments in one message." },
  reply_buttons: { refused: "Instagram carries no buttons." },
  url_button: { refused: "Instagram carries no buttons." },
  call_button: { refused: "Instagram carries no buttons." },
  quick_replies: { refused: "Instagram carries no quick replies." },
  card: { refused: "Instagram carries no cards." },
  carousel: { refused: "Instagram carries no cards." },
  list: { refused: "Instagram carries no lists." },
  location: { refused: "Instagram carries no locations." },
  contacts: { refused: "Instagram carries no contacts." },
  reaction: { refused: "Instagram carries no reactions." },
  template: { refused: "Instagram has no templates: only WhatsApp does." },
  reply: "as_is",
};
