import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3Bucket } from "../../shared/aws/bucket.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import { BUCKET, startAwsStack } from "../support/aws-stack.ts";
import { hostBucket } from "../support/bucket-host.ts";

interface Opened {
  bucket: Bucket;
  stop(): Promise<void>;
}

const openS3 = async (): Promise<Opened> => {
  const { s3, stop } = await startAwsStack();
  return { bucket: s3Bucket(s3, BUCKET), stop };
};

const soon = () => new Date(Date.now() + 60_000);

describe.each<[string, () => Promise<Opened>]>([
  ["in a folder", hostBucket],
  ["in S3", openS3],
])("a bucket %s", (_, open) => {
  let opened: Opened | undefined;
  const bucket = () => opened!.bucket;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.stop());

  const upload = async (
    key: string,
    body: Uint8Array<ArrayBuffer>,
    type = "image/png",
  ): Promise<Response> => {
    const { url, headers } = await bucket().signPut({ key, type, size: body.byteLength }, soon());
    return fetch(url, { method: "PUT", headers, body });
  };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const read = async (stream: ReadableStream<Uint8Array>) => new Response(stream as never).text();

  it("says what the client must send, and takes it", async () => {
    const file = { key: "1/a/photo.png", type: "image/png; q=1", size: 5 };
    const { url, headers } = await bucket().signPut(file, soon());
    expect(headers).toEqual({ "content-type": "image/png; q=1", "if-none-match": "*" });
    const answer = await fetch(url, { method: "PUT", headers, body: "bytes" });
    expect(answer.status).toBe(200);
    expect(await bucket().head(file.key)).toEqual({
      size: 5,
      // The MD5 of the bytes, without quotes: what S3's event notifications carry.
      etag: "4b3a6218bb3e3a7303e8a171a60fcf92",
    });
  });

  it.each([
    "1/b/holiday photo (2).jpg",
    "1/b/Ünïcödé 👩‍👩‍👧.png",
    "1/b/100% & more; a+b=c?#.txt",
    "1/b/it's *here*!~.pdf",
    `1/b/${"x".repeat(200)}.png`,
    "1/b/a/deeper/one",
  ])("keeps and serves a file named %s", async (key) => {
    expect((await upload(key, bytes(key))).status).toBe(200);
    const link = await bucket().signGet({ key, name: key, type: "image/png" }, soon());
    expect(await (await fetch(link)).text()).toBe(key);
    expect(await bucket().head(key)).toMatchObject({ size: bytes(key).byteLength });
  });

  it("keeps files apart whose names differ by case, accents or slashes", async () => {
    const keys = ["2/a/x", "2/A/x", "2/a/é", "2/a/e\u0301", "2/a/x/", "2/a%2Fx"];
    for (const key of keys) await upload(key, bytes(key));
    const stored = await Promise.all(keys.map((key) => bucket().start(key, 99)));
    expect(stored.map((one) => new TextDecoder().decode(one))).toEqual(keys);
  });

  it("knows nothing of what was only promised", async () => {
    await bucket().signPut({ key: "3/a/promised", type: "image/png", size: 5 }, soon());
    expect(await bucket().head("3/a/promised")).toBeUndefined();
    await expect(bucket().start("3/a/promised", 16)).rejects.toThrow();
    await expect(bucket().open("3/a/promised", "0")).rejects.toThrow();
    const link = await bucket().signGet({ key: "3/a/promised", name: "x", type: "image/png" }, soon());
    expect((await fetch(link)).status).toBe(404);
  });

  it("shows the first bytes, and no more of a short file than it has", async () => {
    await upload("4/a/x", bytes("0123456789"));
    expect(Buffer.from(await bucket().start("4/a/x", 4)).toString()).toBe("0123");
    expect(Buffer.from(await bucket().start("4/a/x", 64)).toString()).toBe("0123456789");
  });

  it("shows no bytes of an empty file", async () => {
    await upload("4/a/empty", new Uint8Array());
    expect(await bucket().head("4/a/empty")).toEqual({ size: 0, etag: "d41d8cd98f00b204e9800998ecf8427e" });
    expect(await bucket().start("4/a/empty", 16)).toHaveLength(0);
    expect(await read(await bucket().open("4/a/empty", "d41d8cd98f00b204e9800998ecf8427e"))).toBe("");
  });

  it("opens the file that was checked, and no other", async () => {
    await upload("5/a/x", bytes("checked"));
    const { etag } = (await bucket().head("5/a/x"))!;
    expect(await read(await bucket().open("5/a/x", etag))).toBe("checked");
    await expect(bucket().open("5/a/x", "0".repeat(32))).rejects.toThrow();
  });

  it("says no key in its errors, for it ends in a file's name, and errors are logged", async () => {
    const key = "5/b/divorce papers.pdf";
    const errors = [await bucket().start(key, 4).catch(String), await bucket().open(key, "0").catch(String)];
    await upload(key, bytes("checked"));
    errors.push(await bucket().open(key, "0".repeat(32)).catch(String));
    expect(errors).toEqual(Array(3).fill(expect.stringMatching(/^\w+: /)));
    expect(errors.join()).not.toMatch(/divorce|5\/b/);
  });

  it("takes and gives back a large file whole", async () => {
    const large = new Uint8Array(8 * 1024 * 1024).map((_, index) => (index * 31) % 251);
    expect((await upload("6/a/large", large, "video/mp4")).status).toBe(200);
    const { size, etag } = (await bucket().head("6/a/large"))!;
    expect(size).toBe(large.byteLength);
    const stored = await new Response((await bucket().open("6/a/large", etag)) as never).bytes();
    expect(Buffer.compare(stored, large)).toBe(0);
  });

  describe("handed bytes by a function", () => {
    async function* chunks(...texts: string[]) {
      for (const text of texts) yield bytes(text);
    }
    const file = (key: string, size: number) => ({ key, type: "image/png", size });

    it("keeps them as if they had been uploaded", async () => {
      expect(await bucket().put(file("8/a/x", 7), chunks("che", "", "cked"))).toBe(true);
      const { size, etag } = (await bucket().head("8/a/x"))!;
      expect(size).toBe(7);
      expect(await read(await bucket().open("8/a/x", etag))).toBe("checked");
    });

    it("keeps nothing of a source that breaks off", async () => {
      const broken = async function* () {
        yield bytes("fir");
        throw new Error("the source broke");
      };
      await expect(bucket().put(file("8/a/broken", 5), broken())).rejects.toThrow();
      expect(await bucket().head("8/a/broken")).toBeUndefined();
      expect(await bucket().put(file("8/a/broken", 5), chunks("whole"))).toBe(true);
    });

    it("takes a large file piece by piece", async () => {
      const piece = new Uint8Array(256 * 1024).fill(7);
      const pieces = async function* () {
        for (let count = 0; count < 32; count += 1) yield piece;
      };
      expect(await bucket().put(file("8/a/large", 32 * piece.byteLength), pieces())).toBe(true);
      expect((await bucket().head("8/a/large"))!.size).toBe(32 * piece.byteLength);
    });
  });

  it("serves a part of a file to a player that seeks", async () => {
    await upload("7/a/x", bytes("0123456789"), "video/mp4");
    const link = await bucket().signGet({ key: "7/a/x", name: "x.mp4", type: "video/mp4" }, soon());
    const answer = await fetch(link, { headers: { range: "bytes=2-4" } });
    expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
      206,
      "bytes 2-4/10",
      "234",
    ]);
  });
});
