import { describe, expect, it } from "vitest";
import { whatsapp } from "../../../functions/whatsapp/channel.ts";
import type { Told } from "../../support/content.ts";
import { content, fileRef, photo, to } from "./fixtures.ts";
import { refusalOf } from "./strict.ts";

const opus = fileRef("note.ogg", "audio/ogg; codecs=opus");
const mp3 = fileRef("note.mp3", "audio/mpeg");
const pdf = fileRef("terms.pdf", "application/pdf");

const send = (given: Partial<Told> & Pick<Told, "type" | "media">) => {
  const sent = whatsapp.transform(content(given), to());
  expect(sent.parts.map(refusalOf)).toEqual(sent.parts.map(() => undefined));
  return sent;
};
const objects = (given: Partial<Told> & Pick<Told, "type" | "media">) =>
  send(given).parts.map(({ payload }) => payload[String(payload.type)]);

describe("several attachments", () => {
  const three: Told["media"] = [
    { file: photo, as: "image" },
    { url: "https://example.com/a.mp4", as: "video" },
    { file: pdf, as: "file" },
  ];

  it("leave one by one, in their order, the text as the caption of the first", () => {
    const { parts, adaptations } = send({ type: "image", text: "look", media: three });
    expect(parts.map(({ kind, payload }) => [kind, payload.type])).toEqual([
      ["media", "image"],
      ["media", "video"],
      ["media", "document"],
    ]);
    expect(parts[0]?.payload.image).toEqual({ id: photo.key, caption: "look" });
    expect(parts[1]?.payload.video).toEqual({ link: "https://example.com/a.mp4" });
    expect(adaptations).toEqual([]);
  });

  it("are followed by the text where the first shows no caption, though a later one would", () => {
    const media: Told["media"] = [
      { file: mp3, as: "audio" },
      { file: photo, as: "image" },
    ];
    const { parts, adaptations } = send({ type: "audio", text: "look", media });
    expect(parts.map(({ payload }) => payload.type)).toEqual(["audio", "image", "text"]);
    expect(adaptations).toMatchObject([{ code: "caption_moved", path: "/message_text" }]);
  });

  it("quote the answered message on the first of them only", () => {
    const { parts } = send({ type: "image", media: three, replyTo: { provider_message_id: "wamid.A" } });
    expect(parts.map(({ payload }) => payload.context)).toEqual([
      { message_id: "wamid.A" },
      undefined,
      undefined,
    ]);
  });

  it("of ten leave; an eleventh message for the text is too many", () => {
    const media = Array.from({ length: 10 }, () => ({ file: mp3, as: "audio" as const }));
    expect(send({ type: "audio", media }).parts).toHaveLength(10);
    expect(send({ type: "audio", media, text: "a" }).violations).toMatchObject([
      { path: "/attachments", code: "too_many_parts" },
    ]);
  });
});

describe("somebody else's address", () => {
  it("is WhatsApp's to fetch: it leaves as a link, and nothing is left to fill in", () => {
    const { parts } = send({ type: "image", text: "a", media: [{ url: "https://example.com/a.jpg?v=1" }] });
    expect(parts[0]).toMatchObject({ kind: "media", slots: [] });
    expect(parts[0]?.payload.image).toEqual({ link: "https://example.com/a.jpg?v=1", caption: "a" });
  });

  it("of a document brings the name in it, and none where there is none", () => {
    const named = (url: string) => objects({ type: "file", media: [{ url }] })[0];
    expect(named("https://example.com/Pr%C3%BCfung%201.pdf?x=1")).toEqual({
      link: "https://example.com/Pr%C3%BCfung%201.pdf?x=1",
      filename: "Prüfung 1.pdf",
    });
    expect(named("https://example.com/%E0.pdf")).toMatchObject({ filename: expect.stringMatching(/pdf$/) });
    expect(named("https://example.com/download")).toEqual({ link: "https://example.com/download" });
  });

  it("with a space in it is escaped, as a browser would", () => {
    expect(objects({ type: "image", media: [{ url: "https://example.com/a b.jpg" }] })).toEqual([
      { link: "https://example.com/a%20b.jpg" },
    ]);
  });
});

describe("a voice note", () => {
  it("of Opus in ogg is shown as one", () => {
    const { parts, adaptations } = send({ type: "audio", media: [{ file: opus, as: "voice" }] });
    expect(parts[0]?.payload.audio).toEqual({ id: opus.key, voice: true });
    expect(adaptations).toEqual([]);
  });

  it("of another type leaves as the audio file it is, and says so", () => {
    const media: Told["media"] = [{ file: mp3, as: "voice", path: "/attachments/0/source" }];
    const { parts, adaptations } = send({ type: "audio", media });
    expect(parts[0]?.payload.audio).toEqual({ id: mp3.key });
    expect(adaptations).toMatchObject([{ code: "voice_as_audio", path: "/attachments/0/source" }]);
  });

  it("at an address is one when it ends like Opus", () => {
    const of = (url: string) => objects({ type: "audio", media: [{ url, as: "voice" }] })[0];
    expect(of("https://example.com/a.OGA?x=.mp3")).toMatchObject({ voice: true });
    expect(of("https://example.com/a.mp3?x=.ogg")).toEqual({ link: "https://example.com/a.mp3?x=.ogg" });
  });

  it("takes every audio type, for another leaves as audio", () => {
    expect(whatsapp.checkFile("voice", mp3, "/s3_key")).toEqual([]);
    expect(whatsapp.checkFile("voice", fileRef("a.wav", "audio/wav"), "/s3_key")).toMatchObject([
      { code: "unsupported_media_type" },
    ]);
  });
});

describe("a sticker", () => {
  const sticker = fileRef("hi.webp", "image/webp");

  it("leaves as a sticker, by id or by address", () => {
    expect(objects({ type: "sticker", media: [{ file: sticker }] })).toEqual([{ id: sticker.key }]);
    expect(objects({ type: "sticker", media: [{ url: "https://example.com/hi.webp" }] })).toEqual([
      { link: "https://example.com/hi.webp" },
    ]);
  });

  it("is a webp of at most 500 KB", () => {
    const check = (type: string, size: number) =>
      whatsapp.checkFile("sticker", fileRef("hi", type, size), "/sticker/source");
    expect(check("image/webp", 500 * 1024)).toEqual([]);
    expect(check("image/webp", 500 * 1024 + 1)).toMatchObject([
      { code: "file_too_large", message: expect.stringContaining("500 KB") },
    ]);
    expect(check("image/png", 1)).toMatchObject([
      { code: "unsupported_media_type", message: expect.stringContaining("image/webp") },
    ]);
  });

  it("sent as an image is told how it can go", () => {
    expect(whatsapp.checkFile("image", sticker, "/s3_key")[0]?.message).toContain('message_type "sticker"');
  });
});
