import { describe, expect, it } from "vitest";
import { whatsapp } from "../../../functions/whatsapp/channel.ts";
import { mediaType } from "../../../functions/whatsapp/check-file.ts";
import type { MediaKind } from "../../../shared/domain/attachment.ts";
import { fileRef, MB } from "./fixtures.ts";

const check = (kind: MediaKind, type: string, size = 1000) =>
  whatsapp.checkFile(kind, fileRef("a.bin", type, size), "/s3_key");

const office = "application/vnd.openxmlformats-officedocument";
const table: [MediaKind, number, string[]][] = [
  ["image", 5, ["image/jpeg", "image/png"]],
  ["video", 16, ["video/mp4", "video/3gpp"]],
  ["audio", 16, ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg; codecs=opus"]],
  [
    "file",
    100,
    [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.ms-powerpoint",
      `${office}.wordprocessingml.document`,
      `${office}.spreadsheetml.sheet`,
      `${office}.presentationml.presentation`,
    ],
  ],
];
const rows = table.flatMap(([kind, max, types]) => types.map((type) => ({ kind, max, type })));

describe("files WhatsApp takes", () => {
  it.each(rows)("$kind $type up to $max MB, and not one byte more", ({ kind, max, type }) => {
    expect(check(kind, type, max * MB)).toEqual([]);
    const [refused, ...more] = check(kind, type, max * MB + 1);
    expect(refused).toMatchObject({ path: "/s3_key", code: "file_too_large" });
    expect(refused?.message).toContain(`${max} MB`);
    expect(more).toEqual([]);
  });

  it.each(["IMAGE/JPEG", "image/jpeg; charset=binary", " image/png "])(
    "%j, however it is written",
    (type) => {
      expect(check("image", type)).toEqual([]);
    },
  );
});

describe("files WhatsApp does not take are refused with the accepted types", () => {
  it.each<[MediaKind, string, string]>([
    ["image", "image/gif", "image/jpeg, image/png"],
    ["image", "image/webp", "image/jpeg, image/png"],
    ["image", "image/heic", "image/jpeg, image/png"],
    ["image", "image/svg+xml", "image/jpeg, image/png"],
    ["video", "video/webm", "video/mp4, video/3gpp"],
    ["video", "video/quicktime", "video/mp4, video/3gpp"],
    ["audio", "audio/wav", "audio/aac, audio/amr, audio/mpeg"],
    ["audio", "audio/webm", "audio/aac, audio/amr, audio/mpeg"],
    ["file", "application/zip", "application/pdf"],
    ["file", "application/vnd.ms-word.document.macroenabled.12", "application/pdf"],
  ])("%s %s", (kind, type, accepted) => {
    const [refused, ...more] = check(kind, type);
    expect(refused).toMatchObject({ path: "/s3_key", code: "unsupported_media_type" });
    expect(refused?.message).toContain(type);
    expect(refused?.message).toContain(accepted);
    expect(more).toEqual([]);
  });

  it("a gif is not said to go as a file, since documents do not take it either", () => {
    expect(check("image", "image/gif")[0]?.message).not.toContain("message_type");
  });

  it("a PDF sent as image is told to go as file, a photo sent as file to go as image", () => {
    expect(check("image", "application/pdf")[0]?.message).toContain('message_type "file"');
    expect(check("file", "image/png")[0]?.message).toContain('message_type "image"');
  });

  it.each(["audio/ogg", "audio/opus", "audio/ogg; codecs=vorbis"])("%s is told its proper type", (type) => {
    const [refused] = check("audio", type);
    expect(refused?.code).toBe("unsupported_media_type");
    expect(refused?.message).toContain("audio/ogg; codecs=opus");
  });
});

describe("the type given to WhatsApp", () => {
  it.each([
    ["text/plain; charset=utf-8", "text/plain"],
    ["audio/ogg;codecs=opus", "audio/ogg; codecs=opus"],
    ['Audio/OGG; codecs="opus"', "audio/ogg; codecs=opus"],
    ["audio/ogg; codecs=opusx", "audio/ogg"],
  ])("of %s is %s", (given, sent) => {
    expect(mediaType(given)).toBe(sent);
  });
});
