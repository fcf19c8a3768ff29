import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What direct messages on X make of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: { refused: "Messages on X carry no audio: send an image or a video." },
  video: "as_is",
  file: { refused: "Messages on X carry no documents: send an image or a video." },
  voice: { refused: "Messages on X carry no voice notes." },
  sticker: { adapted: "sent as a picture" },
  foreign_url: { refused: "Messages on X carry uploaded files, none by an address of your own." },
  several_attachments: "as_is",
  reply_buttons: { adapted: "numbered lines under the text" },
  url_button: { adapted: "a line under the text: title and address" },
  call_button: { adapted: "a line under the text: title and number" },
  quick_replies: { adapted: "numbered lines at the end of the text" },
  card: { adapted: "text with numbered lines; its picture as a message before it, or as a link" },
  carousel: { adapted: "text with numbered lines; the pictures as messages before it, or as links" },
  list: { adapted: "text with numbered lines" },
  location: { adapted: "text with a link to a map" },
  contacts: { adapted: "text, a line for each thing known" },
  reaction: { refused: "Messages on X carry no reactions." },
  template: { refused: "X has no templates; send the text itself." },
  reply: { adapted: "sent as an ordinary message" },
};
