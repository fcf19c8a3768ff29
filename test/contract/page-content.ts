import fc from "fast-check";
import type { Media } from "../../shared/domain/attachment.ts";
import type { CardContent, Content } from "../../shared/domain/message.ts";
import type { Button, InteractiveList } from "../../shared/domain/rich.ts";
import type { ContentKind } from "../../shared/messaging/content-kinds.ts";

const MESSAGE = "01m7yvhaz5fjj4x54ga9yqybj6";
const ref = (name: string, type: string) => ({
  id: MESSAGE,
  key: `1/${MESSAGE}/${name}`,
  name,
  type,
  size: 1_000,
});
const JPEG = ref("a.jpg", "image/jpeg");
const FILES: Record<Media["as"], Media> = {
  image: { as: "image", path: "/attachments/0/source", file: JPEG },
  sticker: { as: "sticker", path: "/sticker/source", file: JPEG },
  audio: { as: "audio", path: "/attachments/0/source", file: ref("a.m4a", "audio/mp4") },
  voice: { as: "voice", path: "/attachments/0/source", file: ref("a.m4a", "audio/mp4") },
  video: { as: "video", path: "/attachments/0/source", file: ref("a.mp4", "video/mp4") },
  file: { as: "file", path: "/attachments/0/source", file: ref("a.pdf", "application/pdf") },
};

const file = (as: Media["as"]): Content => ({ type: as === "voice" ? "audio" : as, media: [FILES[as]] });
const says = (more: Partial<Content>): Content => ({ type: "text", text: "Which?", media: [], ...more });
const BUTTONS: Record<Button["type"], Button> = {
  reply: { type: "reply", title: "Yes", payload: "YES" },
  url: { type: "url", title: "Shop", url: "https://example.com" },
  call: { type: "call", title: "Call", payload: "+14155550123" },
};
const card: CardContent = { title: "Shirt", subtitle: "€ 20", image: FILES.image, buttons: [BUTTONS.reply] };
const list: InteractiveList = {
  type: "list",
  body: { text: "Which?" },
  action: { button: "Choose", sections: [{ rows: [{ id: "A", title: "A" }] }] },
};

/** The smallest content of each kind. */
export const SMALLEST: Record<ContentKind, Content> = {
  text: says({}),
  image: file("image"),
  audio: file("audio"),
  video: file("video"),
  file: file("file"),
  voice: file("voice"),
  sticker: file("sticker"),
  foreign_url: {
    type: "image",
    media: [{ as: "image", path: "/media_url", url: "https://example.com/a.jpg" }],
  },
  several_attachments: { type: "image", media: [FILES.image, FILES.video] },
  reply_buttons: says({ buttons: [BUTTONS.reply] }),
  url_button: says({ buttons: [BUTTONS.url] }),
  call_button: says({ buttons: [BUTTONS.call] }),
  quick_replies: says({ quickReplies: [{ title: "Red", payload: "RED" }] }),
  card: says({ cards: [card] }),
  carousel: says({ cards: [card, card] }),
  list: { type: "interactive", media: [], list },
  location: { type: "location", media: [], location: { latitude: 52.5, longitude: 13.4 } },
  contacts: { type: "contacts", media: [], contacts: [{ name: { formatted_name: "Ada" } }] },
  reaction: { type: "reaction", media: [], reaction: { emoji: "❤️", to: { provider_message_id: "m_1" } } },
  template: { type: "template", media: [], template: { name: "hello", language: { code: "en" } } },
  reply: says({ replyTo: { provider_message_id: "m_1" } }),
};

const words = (max: number) => fc.string({ unit: "grapheme", minLength: 1, maxLength: max });
/** As the body parses them: trimmed, and not empty. */
const title = words(60).map((text) => text.trim() || "x");
const payload = words(300);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ type: fc.constant("reply" as const), title, payload }),
  fc.record({ type: fc.constant("url" as const), title, url: fc.webUrl() }),
  fc.record({ type: fc.constant("call" as const), title, payload: fc.constant("+14155550123") }),
);
const buttons = fc.array(button, { minLength: 1, maxLength: 3 });
const media = fc.constantFrom(...Object.values(FILES), ...SMALLEST.foreign_url.media);
const cards = fc.array(
  fc.record(
    {
      title: fc.oneof(
        title,
        words(256).map((text) => text.trim() || "x"),
      ),
      subtitle: words(200),
      image: media.filter(({ as }) => as === "image"),
      buttons,
    },
    { requiredKeys: ["title"] },
  ),
  { minLength: 1, maxLength: 10 },
);
const quickReplies = fc.array(fc.record({ title, payload }), { minLength: 1, maxLength: 13 });

/** Anything that may stand together in one body of text and files. */
export const together: fc.Arbitrary<Content> = fc.record(
  {
    type: fc.constant("text" as const),
    text: words(2_500),
    media: fc.array(media, { maxLength: 4 }),
    buttons,
    quickReplies,
    cards,
    replyTo: fc.constant({ provider_message_id: "m_1" }),
    tag: fc.constant("HUMAN_AGENT" as const),
  },
  { requiredKeys: ["type", "text", "media"] },
);

const row = fc.record({ id: payload, title, description: words(100) }, { requiredKeys: ["id", "title"] });
const section = fc.record(
  { title, rows: fc.array(row, { minLength: 1, maxLength: 6 }) },
  { requiredKeys: ["rows"] },
);
const said = fc.record({ text: words(1_500) });

/** Any menu. */
export const menus: fc.Arbitrary<Content> = fc
  .record(
    {
      type: fc.constant("list" as const),
      header: fc.record({ type: fc.constant("text" as const), text: words(60) }),
      body: said,
      footer: said,
      action: fc.record({ button: title, sections: fc.array(section, { minLength: 1, maxLength: 4 }) }),
    },
    { requiredKeys: ["type", "action"] },
  )
  .map((list) => ({ type: "interactive", media: [], list }));
