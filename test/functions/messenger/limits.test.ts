import { describe, expect, it } from "vitest";
import { messenger } from "../../../functions/messenger/channel.ts";
import { MB } from "./page-support.ts";

const check = (type: Parameters<typeof messenger.checkFile>[0], mime: string, size = 1) =>
  messenger.checkFile(type, { name: "a", type: mime, size }, "/s3_key");

describe("a file for Messenger", () => {
  it.each([
    ["image", "image/png", 8 * MB],
    ["audio", "audio/mpeg", 25 * MB],
    ["video", "video/mp4", 25 * MB],
    ["file", "application/zip", 25 * MB],
  ] as const)("as %s may be as large as the limit and not a byte larger", (type, mime, most) => {
    expect(check(type, mime, most)).toEqual([]);
    expect(check(type, mime, most + 1)).toEqual([
      {
        path: "/s3_key",
        code: "file_too_large",
        message: `Messenger takes at most ${most / MB} MB as ${type}; this file has ${most + 1} bytes.`,
      },
    ]);
  });

  it("too large for an image may still go as a file", () => {
    expect(check("file", "image/png", 9 * MB)).toEqual([]);
  });

  it.each([
    ["image", "IMAGE/JPEG; charset=binary"],
    ["image", "image/webp"],
    ["audio", "audio/ogg; codecs=opus"],
    ["video", "video/quicktime"],
    ["file", "image/svg+xml"],
    ["file", ""],
  ] as const)("as %s may be %s", (type, mime) => {
    expect(check(type, mime)).toEqual([]);
  });

  it.each([
    ["image", "application/pdf", "Messenger takes image/* (SVG only as file) as image, not application/pdf."],
    ["image", "image/svg+xml", "Messenger takes image/* (SVG only as file) as image, not image/svg+xml."],
    ["audio", "video/mp4", "Messenger takes audio/* as audio, not video/mp4."],
    ["video", "", "Messenger takes video/* as video, not a file without a type."],
  ] as const)("as %s may not be %s", (type, mime, message) => {
    expect(check(type, mime)).toEqual([{ path: "/s3_key", code: "unsupported_media_type", message }]);
  });

  it("that is of the wrong type and too large hears of both", () => {
    expect(check("image", "text/plain", 9 * MB).map(({ code }) => code)).toEqual([
      "unsupported_media_type",
      "file_too_large",
    ]);
  });
});
