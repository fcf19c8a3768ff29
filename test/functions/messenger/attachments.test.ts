import { describe, expect, it } from "vitest";
import { instagram } from "../../../functions/instagram/channel.ts";
import { messenger } from "../../../functions/messenger/channel.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { accountOf, file, says, to } from "./page-support.ts";

const CHANNELS = [
  ["Messenger", messenger, accountOf("messenger", { page_id: "1001" })],
  ["Instagram", instagram, accountOf("instagram", { instagram_id: "17841400000000001" })],
] as const;
const pdf = file({
  name: "offer.pdf",
  type: "application/pdf",
  key: "1/01k9zq3v5w8x7y6z5w4v3t2s1r/offer.pdf",
});

describe.each(CHANNELS)("several attachments on %s", (provider, rules, account) => {
  const transform = (content: Told) => rules.transform(contentOf(content), to(account));
  const attachments = (content: Told) =>
    transform(content).parts.map(({ payload }) => (payload.message as { attachment?: object }).attachment);

  it("are a call each, in their order, with the text after them and the quote on the first", () => {
    const { parts, adaptations } = transform(
      says("Look!", {
        type: "image",
        media: [
          { as: "image", file: file(), path: "/attachments/0/source" },
          { as: "file", file: pdf, path: "/attachments/1/source" },
          { as: "video", url: "https://example.com/a.mp4", path: "/attachments/2/source" },
        ],
        replyTo: { provider_message_id: "m_asked" },
      }),
    );
    const messages = parts.map(({ payload }) => payload.message);
    expect(messages).toMatchObject([
      { attachment: { type: "image", payload: { url: file().key } } },
      { attachment: { type: "file", payload: { url: pdf.key } } },
      { attachment: { type: "video", payload: { url: "https://example.com/a.mp4" } } },
      { text: "Look!" },
    ]);
    expect(parts.map(({ payload }) => payload.reply_to)).toEqual([{ mid: "m_asked" }, ...Array(3)]);
    expect(parts.map(({ slots }) => slots.map(({ as }) => as))).toEqual([["image"], ["file"], [], []]);
    expect(adaptations).toEqual([
      {
        code: "caption_moved",
        path: "/message_text",
        message: `${provider} has no captions: the text follows the files as a message of its own.`,
      },
    ]);
  });

  it("of one's own address are handed over as they are, for Meta fetches them", () => {
    const media = [{ as: "image", url: "https://example.com/a.png" }] as const;
    const { parts, violations } = transform({ type: "image", media: [...media] });
    expect(violations).toEqual([]);
    expect(parts[0]?.payload.message).toMatchObject({
      attachment: { type: "image", payload: { url: "https://example.com/a.png" } },
    });
    expect(parts[0]?.slots).toEqual([]);
  });

  it("that are more than ten bubbles are refused where they were named", () => {
    const media = Array.from({ length: 11 }, () => ({ file: file() }));
    expect(transform({ type: "image", media }).violations).toMatchObject([
      { path: "/attachments", code: "too_many_parts" },
    ]);
  });

  it("that were spoken or stuck are a plain audio and an image, and it says so", () => {
    const voice = file({ name: "a.m4a", type: "audio/mp4" });
    const media = [
      { as: "voice", file: voice, path: "/attachments/0/source" },
      { as: "sticker", file: file(), path: "/attachments/1/source" },
    ] as const;
    expect(attachments({ type: "audio", media: [...media] })).toMatchObject([
      { type: "audio" },
      { type: "image" },
    ]);
    expect(transform({ type: "audio", media: [...media] }).adaptations).toEqual([
      {
        code: "voice_as_audio",
        path: "/attachments/0/source",
        message: `${provider} has no voice notes of a sender's own: it is a plain audio file.`,
      },
      {
        code: "sticker_as_image",
        path: "/attachments/1/source",
        message: `${provider} has no stickers of a sender's own: it is an image.`,
      },
    ]);
  });
});

describe("a webp sticker", () => {
  const webp = { name: "a.webp", type: "image/webp", size: 1 };

  it("is an image to Messenger, which names no types", () => {
    expect(messenger.checkFile("sticker", webp, "/sticker/source")).toEqual([]);
  });

  it("is refused for Instagram, which names what it takes", () => {
    expect(instagram.checkFile("sticker", webp, "/sticker/source")).toEqual([
      {
        path: "/sticker/source",
        code: "unsupported_media_type",
        message: "Instagram takes png, jpeg and gif as image, not image/webp.",
      },
    ]);
  });
});
