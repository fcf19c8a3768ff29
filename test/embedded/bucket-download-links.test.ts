import { describe, expect, it } from "vitest";
import { changed, LATER, outcome, ownBucket, put } from "../support/own-bucket.ts";

const { host, clock, file, stored } = ownBucket();

describe("a download link", () => {
  it("serves the file under its name and type, and tells browsers not to guess", async () => {
    const answer = await fetch(await stored({ name: 'ça "va".png' }));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": `inline; filename="?a \\"va\\".png"; filename*=UTF-8''%C3%A7a%20%22va%22.png`,
      "content-length": "5",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      etag: '"4b3a6218bb3e3a7303e8a171a60fcf92"',
    });
    expect(await answer.text()).toBe("bytes");
  });

  it.each([
    ["text/html", "application/octet-stream"],
    ["Text/HTML; charset=utf-8", "application/octet-stream"],
    ["image/svg+xml", "application/octet-stream"],
    ["application/javascript", "application/octet-stream"],
    ["not a type", "application/octet-stream"],
    ["application/rss+xml", "application/rss+xml"],
    ["application/zip", "application/zip"],
  ])("never shows %s in place", async (type, servedType) => {
    const answer = await fetch(await stored({ type }));
    expect(answer.headers.get("content-type")).toBe(servedType);
    expect(answer.headers.get("content-disposition")).toBe("attachment; filename=photo.png");
  });

  it("answers HEAD 403, as S3 does", async () => {
    expect((await fetch(await stored(), { method: "HEAD" })).status).toBe(403);
  });

  it("is of no use once it is over", async () => {
    const link = await stored();
    clock.now = LATER;
    expect(await outcome(await fetch(link))).toEqual([403, "AccessDenied"]);
  });

  it.each([
    ["disposition", "inline"],
    ["disposition", undefined],
    ["type", "text/html"],
    ["expires", "9999999999"],
    ["signature", ""],
  ])("is of no use with its %s changed to %s", async (name, value) => {
    const link = changed(await stored(), name, value);
    expect(await outcome(await fetch(link))).toEqual([403, "SignatureDoesNotMatch"]);
  });

  it.each([
    ["bytes=0-1", 206, "bytes 0-1/5", "by"],
    ["bytes=3-", 206, "bytes 3-4/5", "es"],
    ["bytes=-2", 206, "bytes 3-4/5", "es"],
    ["bytes=-99", 206, "bytes 0-4/5", "bytes"],
    ["bytes=1-99", 206, "bytes 1-4/5", "ytes"],
    ["bytes=0-0,2-3", 200, null, "bytes"],
    ["bytes=3-1", 200, null, "bytes"],
    ["bytes=-", 200, null, "bytes"],
    ["lines=0-1", 200, null, "bytes"],
  ])("asked for %s answers %i", async (range, status, contentRange, text) => {
    const answer = await fetch(await stored(), { headers: { range } });
    expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
      status,
      contentRange,
      text,
    ]);
  });

  it.each(["bytes=5-", "bytes=99-100", "bytes=-0"])("has no bytes for %s", async (range) => {
    const answer = await fetch(await stored(), { headers: { range } });
    expect([answer.headers.get("content-range"), ...(await outcome(answer))]).toEqual([
      "bytes */5",
      416,
      "InvalidRange",
    ]);
  });

  it("serves a file without bytes", async () => {
    const { url, headers } = await host().bucket.signPut(file({ size: 0 }), LATER);
    await put(url, headers, "");
    const answer = await fetch(await host().bucket.signGet(file(), LATER));
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([
      200,
      "0",
      "",
    ]);
  });
});
