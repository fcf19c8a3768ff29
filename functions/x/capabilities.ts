import type { Capabilities } from "../../shared/messaging/content-kinds.ts";

/** What direct messages on X make of each kind of content. */
export const CAPABILITIES: Capabilities = {
  text: "as_is",
  image: "as_is",
  audio: { refused: "Messages on X carry no audio: send an image or a video." },
  video: "as_is",
  file: { refused: "Messages on X carry no documents: send an image or a video." },
  voice: { refused: "Messages on X carry no voice notes." },
  sticker: { refused: "Messages on X carry no stickers." },
  foreign_url: { refused: "Messages on X carry uploaded files, none by an address of your own." },
  several_attachments: "as_is",
  reply_buttons: { refused: "Messages on X carry no buttons." },
  url_button: { refused: "Messages on X carry no buttons." },
  call_button: { refused: "Messages on X carry no buttons." },
  quick_replies: { refused: "Messages on X carry no quick replies." },
  card: { refused: "Messages on X carry no cards." },
  carousel: { refused: "Messages on X carry no cards." },
  list: { refused: "Messages on X carry no lists." },
  location: { refused: "Messages on X carry no locations." },
  contacts: { refused: "Messages on X carry no contacts." },
  reaction: { refused: "Messages on X carry no reactions." },
  template: { refused: "X has no templates; send the text itself." },
  reply: { adapted: "left out" },
};
