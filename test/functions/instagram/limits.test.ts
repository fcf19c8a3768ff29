import { describe, expect, it } from "vitest";
import { instagram } from "../../../functions/instagram/channel.ts";
import { MB } from "../messenger/page-support.ts";

const check = (type: Parameters<typeof instagram.checkFile>[0], mime: string, size = 1) =>
  instagram.checkFile(type, { name: "a", type: mime, size }, "/s3_key");

describe("a file for Instagram", () => {
  it.each([
    ["image", "image/png", 8 * MB],
    ["audio", "audio/aac", 25 * MB],
    ["video", "video/mp4", 25 * MB],
    ["file", "application/pdf", 25 * MB],
  ] as const)("as %s may be as large as the limit and not a byte larger", (type, mime, most) => {
    expect(check(type, mime, most)).toEqual([]);
    expect(check(type, mime, most + 1)).toEqual([
      {
        path: "/s3_key",
        code: "file_too_large",
        message: `Instagram takes at most ${most / MB} MB as ${type}; this file has ${most + 1} bytes.`,
      },
    ]);
  });

  it.each([
    ["image", "image/jpeg"],
    ["image", "image/gif"],
    ["audio", "audio/mp4"],
    ["audio", "audio/x-m4a"],
    ["audio", "audio/wav"],
    ["audio", "video/mp4"],
    ["video", "video/ogg"],
    ["video", "video/x-msvideo"],
    ["video", "video/quicktime"],
    ["video", "video/webm; codecs=vp9"],
    ["file", "Application/PDF"],
  ] as const)("as %s may be %s", (type, mime) => {
    expect(check(type, mime)).toEqual([]);
  });

  it.each([
    ["image", "image/webp", "Instagram takes png, jpeg and gif as image, not image/webp."],
    ["audio", "audio/mpeg", "Instagram takes aac, m4a, wav and mp4 as audio, not audio/mpeg."],
    ["audio", "audio/ogg; codecs=opus", "Instagram takes aac, m4a, wav and mp4 as audio, not audio/ogg."],
    ["video", "video/3gpp", "Instagram takes mp4, ogg, avi, mov and webm as video, not video/3gpp."],
    ["file", "application/zip", "Instagram takes pdf as file, not application/zip."],
    ["file", "image/png", "Instagram takes pdf as file, not image/png."],
  ] as const)("as %s may not be %s", (type, mime, message) => {
    expect(check(type, mime)).toEqual([{ path: "/s3_key", code: "unsupported_media_type", message }]);
  });
});
