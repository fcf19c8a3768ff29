import { describe, expect, it } from "vitest";
import { x } from "../../../functions/x/channel.ts";
import { XPayload } from "../../../functions/x/payload.ts";
import type { Told } from "../../support/content.ts";
import { file, MB, says, to } from "./x-support.ts";

const transform = (...content: Parameters<typeof says>) => x.transform(says(...content), to());
const photo: Partial<Told> = { type: "image", media: [{ file: file() }] };
const payloads = (...content: Parameters<typeof says>) =>
  transform(...content).parts.map((part) => part.payload);

describe("what leaves on X", () => {
  it("is a text of up to 10,000 characters as it stands", () => {
    const text = `${"a ".repeat(4_999)}👋`;
    expect(text).toHaveLength(10_000);
    expect(payloads(text)).toEqual([{ text }]);
    expect(payloads(`${text}!`)).toHaveLength(2);
  });

  it("is a file and its text as one message, the file by its key until it is uploaded", () => {
    const { parts, adaptations } = transform("Look!", { ...photo });
    expect(parts).toEqual([
      {
        kind: "media",
        payload: { text: "Look!", attachments: [{ media_id: file().key }] },
        slots: [{ at: ["attachments", 0, "media_id"], file: file(), as: "image" }],
      },
    ]);
    expect(adaptations).toEqual([]);
    expect(payloads(undefined, { ...photo })).toEqual([{ attachments: [{ media_id: file().key }] }]);
  });

  it("is the file first where the text needs several messages, and says so", () => {
    const { parts, adaptations } = transform("word ".repeat(2_500), { ...photo });
    expect(parts.map(({ kind }) => kind)).toEqual(["media", "text", "text"]);
    expect(adaptations.map(({ code }) => code)).toEqual(["caption_moved", "text_split"]);
  });

  it("never has a key that X does not know", () => {
    for (const payload of payloads("word ".repeat(2_500), { ...photo }))
      expect(XPayload.parse(payload)).toEqual(payload);
  });

  it("is each of several files as a message of its own, the text with the first", () => {
    const media = [{ file: file() }, { file: file("b.mp4", "video/mp4") }];
    const keys = [file(), file("b.mp4", "video/mp4")].map(({ key }) => [{ media_id: key }]);
    expect(payloads("Look!", { type: "image", media })).toEqual([
      { text: "Look!", attachments: keys[0] },
      { attachments: keys[1] },
    ]);
    expect(payloads("word ".repeat(2_500), { type: "image", media })).toHaveLength(4);
  });

  it("quotes nothing, and says so", () => {
    const { parts, adaptations } = transform("Yes", { replyTo: { provider_message_id: "9" } });
    expect(parts[0]?.payload).toEqual({ text: "Yes" });
    expect(adaptations).toMatchObject([{ code: "reply_dropped", path: "/reply_to_message_id" }]);
  });

  it.each([
    ["a text without a word", says("  "), "/message_text", "empty_message"],
    ["a text with a file", says("a", { media: [{ file: file() }] }), "/message_type", "text_with_file"],
    ["an image without a file", says("a", { type: "image" }), "/s3_key", "missing_file"],
    [
      "a link",
      says("a", { type: "image", media: [{ url: "https://example.com/a.png" }] }),
      "/media_url",
      "media_url_not_supported",
    ],
    [
      "a template",
      says(undefined, { type: "template", template: {} }),
      "/message_type",
      "unsupported_message_type",
    ],
  ])("is not %s", (_, content, path, code) => {
    const { parts, violations } = x.transform(content, to());
    expect([parts, violations]).toMatchObject([[], [{ path, code }]]);
  });

  it("goes to a contact who has an id on X", () => {
    expect(x.transform(says("Hi"), to("")).violations).toMatchObject([{ code: "contact_unreachable" }]);
  });
});

describe("a file on X", () => {
  const codes = (type: Parameters<typeof x.checkFile>[0], mime: string, size: number) =>
    x.checkFile(type, file("f", mime, size), "/s3_key").map(({ code }) => code);

  it.each([
    ["image", "image/jpeg", 5 * MB],
    ["image", "image/png", 5 * MB],
    ["image", "image/webp", 5 * MB],
    ["image", "image/gif", 15 * MB],
    ["video", "video/mp4", 512 * MB],
    ["video", "video/quicktime", 512 * MB],
  ] as const)("as %s may be %s of %i bytes, and not one more", (type, mime, size) => {
    expect(codes(type, mime, size)).toEqual([]);
    expect(codes(type, mime, size + 1)).toEqual(["file_too_large"]);
  });

  it.each([
    ["audio", "audio/mpeg"],
    ["file", "application/pdf"],
    ["image", "image/svg+xml"],
    ["image", "video/mp4"],
    ["file", "image/png"],
  ] as const)("as %s cannot be %s", (type, mime) => {
    expect(codes(type, mime, 1)).toEqual(["unsupported_media_type"]);
  });
});
