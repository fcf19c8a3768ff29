import { describe, expect, it } from "vitest";
import { folderBucket } from "../../shared/embedded/bucket.ts";
import { changed, LATER, outcome, ownBucket, put, START } from "../support/own-bucket.ts";

const { host, clock, file } = ownBucket();

describe("an upload link", () => {
  it("takes the promised bytes, tells the server, and keeps them durably over a restart", async () => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    const answer = await put(url, headers);
    const etag = "4b3a6218bb3e3a7303e8a171a60fcf92";
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, `"${etag}"`]);
    expect(host().answers.at(-1)?.stored).toEqual({ key: file().key, size: 5, etag });
    expect(await host().reopened().head(file().key)).toEqual({ size: 5, etag });
  });

  it("never overwrites, even with the same bytes", async () => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    await put(url, headers, "first");
    expect(await outcome(await put(url, headers, "other"))).toEqual([412, "PreconditionFailed"]);
    expect(Buffer.from(await host().bucket.start(file().key, 9)).toString()).toBe("first");
  });

  it("lets exactly one of many uploads at the same moment win", async () => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    const answers = await Promise.all(
      ["11111", "22222", "33333", "44444"].map((body) => put(url, headers, body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const won = `${answers.findIndex(({ status }) => status === 200) + 1}`.repeat(5);
    expect(Buffer.from(await host().bucket.start(file().key, 9)).toString()).toBe(won);
  });

  it("is of no use once it is over, to the second", async () => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    clock.now = LATER;
    expect(await outcome(await put(url, headers))).toEqual([403, "AccessDenied"]);
    clock.now = new Date(LATER.getTime() - 1);
    expect((await put(url, headers)).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string]>([
    ["another type", { "content-type": "text/html", "if-none-match": "*" }, "bytes"],
    ["the type with a parameter", { "content-type": "image/png; a=b", "if-none-match": "*" }, "bytes"],
    ["no condition", { "content-type": "image/png" }, "bytes"],
    ["a condition on other bytes", { "content-type": "image/png", "if-none-match": '"x"' }, "bytes"],
    ["more bytes", { "content-type": "image/png", "if-none-match": "*" }, "bytes!"],
    ["fewer bytes", { "content-type": "image/png", "if-none-match": "*" }, "byte"],
  ])("refuses %s", async (_, headers, body) => {
    const { url } = await host().bucket.signPut(file(), LATER);
    expect(await outcome(await put(url, headers, body))).toEqual([403, "SignatureDoesNotMatch"]);
    expect(await host().bucket.head(file().key)).toBeUndefined();
  });

  it.each([
    ["size", "6"],
    ["size", undefined],
    ["type", "text/html"],
    ["type", undefined],
    ["expires", "9999999999"],
    ["expires", undefined],
    ["signature", "AAAA"],
    ["signature", undefined],
    ["disposition", "inline"],
  ])("is of no use with its %s changed to %s", async (name, value) => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    expect(await outcome(await put(changed(url, name, value), headers))).toEqual([
      403,
      "SignatureDoesNotMatch",
    ]);
  });

  it("is of no use for another file, or to read, delete or list with", async () => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    const other = url.replace("/photo.png", "/other.png");
    expect(await outcome(await put(other, headers))).toEqual([403, "SignatureDoesNotMatch"]);
    for (const method of ["GET", "DELETE", "POST", "OPTIONS"]) {
      expect(await outcome(await fetch(url, { method }))).toEqual([403, "SignatureDoesNotMatch"]);
    }
  });

  it("is not honoured by a bucket with another secret", async () => {
    const { folder, origin } = host();
    const stranger = folderBucket({
      folder,
      origin: () => origin,
      secret: () => "another",
      now: () => START,
    });
    const { url, headers } = await stranger.signPut(file(), LATER);
    expect(await outcome(await put(url, headers))).toEqual([403, "SignatureDoesNotMatch"]);
  });
});
