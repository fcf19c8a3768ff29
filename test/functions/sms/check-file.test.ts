import { describe, expect, it } from "vitest";
import { sms } from "../../../functions/sms/channel.ts";
import { ACCEPTED_TYPES, MAX_MMS_BYTES, MAX_UNRESIZED_BYTES } from "../../../functions/sms/limits.ts";
import type { MediaKind } from "../../../shared/domain/attachment.ts";

const check = (type: MediaKind, mime: string, size: number) =>
  sms.checkFile(type, { name: "a", type: mime, size }, "/s3_key").map(({ path, code }) => `${code} ${path}`);

describe("a file for an MMS", () => {
  it.each(["image/jpeg", "image/png", "image/gif"])("may have 5 MB as %s, and not a byte more", (mime) => {
    expect(check("image", mime, MAX_MMS_BYTES)).toEqual([]);
    expect(check("image", mime, MAX_MMS_BYTES + 1)).toEqual(["file_too_large /s3_key"]);
  });

  it.each([
    ["video", "video/mp4"],
    ["audio", "audio/amr"],
    ["audio", "audio/ogg; codecs=opus"],
    ["file", "application/pdf"],
    ["file", "text/vcard"],
    ["image", "image/heic"],
  ] as const)("may have 600 KB as %s %s, and not a byte more", (type, mime) => {
    expect(check(type, mime, MAX_UNRESIZED_BYTES)).toEqual([]);
    expect(check(type, mime, MAX_UNRESIZED_BYTES + 1)).toEqual(["file_too_large /s3_key"]);
  });

  it.each([
    "image/webp",
    "image/svg+xml",
    "audio/aac",
    "application/zip",
    "text/html",
    "application/octet-stream",
  ])("cannot be %s, and the answer names what can be sent", (mime) => {
    const [found] = sms.checkFile("file", { name: "a", type: mime, size: 10 }, "/s3_path");
    expect(found).toMatchObject({ path: "/s3_path", code: "unsupported_media_type" });
    for (const accepted of ACCEPTED_TYPES) expect(found?.message).toContain(accepted);
  });

  it("must be of the kind it is sent as; as a file it may be of any", () => {
    const asImage = sms.checkFile("image", { name: "a", type: "Video/MP4", size: 10 }, "/s3_key");
    expect(asImage).toMatchObject([{ code: "unsupported_media_type" }]);
    expect(asImage[0]?.message).toContain('message_type "video"');
    expect(check("audio", "application/pdf", 10)).toEqual(["unsupported_media_type /s3_key"]);
    expect(check("file", "video/mp4", 10)).toEqual([]);
  });

  it("must not be empty", () => {
    expect(check("image", "image/png", 0)).toEqual(["empty_file /s3_key"]);
    expect(check("image", "image/png", 1)).toEqual([]);
  });
});
