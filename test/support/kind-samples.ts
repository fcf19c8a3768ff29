import type { MediaKind } from "../../shared/domain/attachment.ts";
import type { ContentKind } from "../../shared/messaging/content-kinds.ts";

/** A request that holds this kind of content, and the other kinds that it cannot do without. */
export interface KindSample {
  body: Record<string, unknown>;
  with?: ContentKind[];
}

/** Gives the id of an uploaded file that the channel takes as this kind, if it takes any. */
export type FileFor = (kind: MediaKind) => string;

const text = "Which one?";
/** In the form that the strictest channel wants. */
const THEIRS = "wamid.VEhFSVJT";
const PICTURE = "https://cdn.example.com/tea.jpg";
const small = { type: "reply", title: "Small", payload: "SIZE_S" };
const card = (title: string) => ({ title, subtitle: "Fresh", image_url: PICTURE, buttons: [small] });
const rows = [
  { id: "S", title: "Small", description: "for one" },
  { id: "L", title: "Large" },
];
const list = {
  type: "list",
  body: { text },
  action: { button: "Open", sections: [{ title: "Sizes", rows }] },
};
const media = (type: string, source: string) => ({ source, source_type: "media_id", type });

/** One request for each kind, as any client would send it. */
export const sampleOf = (kind: ContentKind, file: FileFor): KindSample => SAMPLES[kind](file);

const SAMPLES: Record<ContentKind, (file: FileFor) => KindSample> = {
  text: () => ({ body: { message_text: text } }),
  image: (file) => ({ body: { attachments: [media("image", file("image"))] } }),
  audio: (file) => ({ body: { attachments: [media("audio", file("audio"))] } }),
  video: (file) => ({ body: { attachments: [media("video", file("video"))] } }),
  file: (file) => ({ body: { attachments: [media("file", file("file"))] } }),
  voice: (file) => ({ body: { attachments: [{ ...media("audio", file("voice")), voice: true }] } }),
  sticker: (file) => ({
    body: { message_type: "sticker", sticker: { source: file("sticker"), source_type: "media_id" } },
  }),
  foreign_url: () => ({
    body: { attachments: [{ source: PICTURE, source_type: "url", type: "image" }] },
    with: ["image"],
  }),
  several_attachments: (file) => ({
    body: { attachments: [media("image", file("image")), media("image", file("image"))] },
    with: ["image"],
  }),
  reply_buttons: () => ({ body: { message_text: text, buttons: [small] }, with: ["text"] }),
  url_button: () => ({
    body: { message_text: text, buttons: [{ type: "url", title: "Open", url: "https://example.com/o" }] },
    with: ["text"],
  }),
  call_button: () => ({
    body: { message_text: text, buttons: [{ type: "call", title: "Call", payload: "+4930123456" }] },
    with: ["text"],
  }),
  quick_replies: () => ({
    body: { message_text: text, quick_replies: [{ title: "Small", payload: "S" }, { title: "Large" }] },
    with: ["text"],
  }),
  card: () => ({ body: { message_text: text, cards: [card("Green")] }, with: ["text"] }),
  carousel: () => ({
    body: { message_text: text, cards: [card("Green"), card("Black")] },
    with: ["text"],
  }),
  list: () => ({ body: { message_type: "interactive", interactive: list } }),
  location: () => ({
    body: { message_type: "location", location: { latitude: 52.5, longitude: 13.4, name: "Shop" } },
  }),
  contacts: () => ({
    body: {
      message_type: "contacts",
      contacts: [
        { name: { formatted_name: "Ann Lee", first_name: "Ann" }, phones: [{ phone: "+4930123456" }] },
      ],
    },
  }),
  reaction: () => ({ body: { message_type: "reaction", reaction: { message_id: THEIRS, emoji: "❤️" } } }),
  template: () => ({
    body: { message_type: "template", template: { name: "hello_world", language: { code: "en_US" } } },
  }),
  reply: () => ({ body: { message_text: text, reply_to_message_id: THEIRS }, with: ["text"] }),
};

/** Files of each kind, the most common first: a channel is asked with the first that it takes. */
export const FILES_OF: Record<MediaKind, { name: string; type: string; size: number }[]> = {
  image: [{ name: "a.jpg", type: "image/jpeg", size: 1_000 }],
  audio: [
    { name: "a.m4a", type: "audio/mp4", size: 1_000 },
    { name: "a.mp3", type: "audio/mpeg", size: 1_000 },
  ],
  video: [{ name: "a.mp4", type: "video/mp4", size: 1_000 }],
  file: [{ name: "a.pdf", type: "application/pdf", size: 1_000 }],
  voice: [
    { name: "v.ogg", type: "audio/ogg; codecs=opus", size: 1_000 },
    { name: "v.m4a", type: "audio/mp4", size: 1_000 },
  ],
  sticker: [
    { name: "s.webp", type: "image/webp", size: 1_000 },
    { name: "s.png", type: "image/png", size: 1_000 },
  ],
};
