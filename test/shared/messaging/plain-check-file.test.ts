import { describe, expect, it } from "vitest";
import type { MediaKind } from "../../../shared/domain/attachment.ts";
import { type FileRef, MAX_FILE_BYTES } from "../../../shared/domain/attachment.ts";
import { plainRules } from "../../../shared/messaging/plain-transform.ts";

const rules = plainRules("webchat", { text: 20, caption: 10 });
const cat: FileRef = { id: "0".repeat(26), key: "1/0/cat.png", name: "cat.png", type: "image/png", size: 9 };

describe("which file may be shown as what", () => {
  const check = (type: MediaKind, file: Partial<FileRef>) =>
    rules.checkFile(type, { ...cat, ...file }, "/s3_key").map(({ code, path }) => `${code} ${path}`);

  it.each([
    ["image", "image/webp"],
    ["image", "IMAGE/PNG"],
    ["audio", "audio/ogg; codecs=opus"],
    ["video", "video/mp4"],
    ["file", "application/zip"],
    ["file", "image/svg+xml"],
    ["file", "text/html"],
  ] as const)("%s takes %s", (type, mime) => {
    expect(check(type, { type: mime })).toEqual([]);
  });

  it.each([
    ["image", "image/svg+xml"],
    ["image", "Image/SVG+XML; charset=utf-8"],
    ["image", "text/html"],
    ["image", "application/pdf"],
    ["audio", "video/mp4"],
    ["video", "image/gif"],
  ] as const)("%s refuses %s", (type, mime) => {
    expect(check(type, { type: mime })).toEqual(["unsupported_media_type /s3_key"]);
  });

  it("100 MB are taken and one byte more is not", () => {
    expect(check("file", { size: MAX_FILE_BYTES })).toEqual([]);
    expect(check("file", { size: MAX_FILE_BYTES + 1 })).toEqual(["file_too_large /s3_key"]);
  });
});
