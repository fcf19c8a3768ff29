import { S3Client } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it } from "vitest";
import { ObjectChanged, S3_OPTIONS, s3Bucket } from "../../shared/aws/bucket.ts";
import { CREDENTIALS } from "../support/dynamodb.ts";
import { type Answer, loopback } from "../support/loopback.ts";

let server: Awaited<ReturnType<typeof loopback>> | undefined;
afterEach(() => server?.stop());

const answering = async (answer: Answer) => {
  server = await loopback(() => answer);
  const client = new S3Client({ ...CREDENTIALS, ...S3_OPTIONS, endpoint: server.url, maxAttempts: 1 });
  return s3Bucket(client, "files");
};
const heard = () => server!.heard[0]!;
const error = (code: string) => `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;

describe("what S3 is asked", () => {
  it("for a checked file, only if it is still the same", async () => {
    const bucket = await answering({ headers: { etag: '"abc"' }, body: "bytes" });
    await (await bucket.open("1/a/x", "abc")).cancel();
    expect(heard().headers["if-match"]).toBe('"abc"');
  });

  it("for the first bytes, no more than those", async () => {
    const bucket = await answering({ status: 206, body: "0123" });
    await bucket.start("1/a/x", 4);
    expect(heard().headers.range).toBe("bytes=0-3");
  });
});

describe("bytes from a function", () => {
  const file = { key: "1/a/x", type: "image/png", size: 5 };
  async function* bytes() {
    yield Buffer.from("by");
    yield Buffer.from("tes");
  }

  it("are told with their length and type, and only if nothing is there", async () => {
    const bucket = await answering({ headers: { etag: '"abc"' } });
    expect(await bucket.put(file, bytes())).toBe(true);
    expect(heard()).toMatchObject({
      method: "PUT",
      headers: { "content-length": "5", "content-type": "image/png", "if-none-match": "*" },
      body: "bytes",
    });
  });

  it("are not needed where an object is already", async () => {
    const bucket = await answering({ status: 412, body: error("PreconditionFailed") });
    expect(await bucket.put(file, bytes())).toBe(false);
  });

  it("that are not taken are an error", async () => {
    const bucket = await answering({ status: 409, body: error("ConditionalRequestConflict") });
    await expect(bucket.put(file, bytes())).rejects.toMatchObject({ name: "ConditionalRequestConflict" });
  });
});

describe("what S3 answers", () => {
  it("about a file that changed is an error", async () => {
    const bucket = await answering({ status: 412, body: error("PreconditionFailed") });
    await expect(bucket.open("1/a/x", "abc")).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("with another file than asked for is not taken", async () => {
    const bucket = await answering({ headers: { etag: '"other"' }, body: "bytes" });
    const error = await bucket.open("1/a/divorce.pdf", "abc").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ObjectChanged);
    expect(String(error)).not.toContain("divorce");
  });

  it("about a file that it may not tell of is never taken for absent", async () => {
    const bucket = await answering({ status: 403 });
    await expect(bucket.head("1/a/x")).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it("in trouble is never taken for absent", async () => {
    const bucket = await answering({ status: 503, body: error("SlowDown") });
    await expect(bucket.head("1/a/x")).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    await expect(bucket.start("1/a/x", 4)).rejects.toMatchObject({ name: "SlowDown" });
  });

  it("about a file without bytes is no bytes", async () => {
    const bucket = await answering({ status: 416, body: error("InvalidRange") });
    expect(await bucket.start("1/a/x", 4)).toHaveLength(0);
  });

  it("with the whole file instead of its start is cut", async () => {
    const bucket = await answering({ status: 200, body: "0123456789" });
    expect(Buffer.from(await bucket.start("1/a/x", 4)).toString()).toBe("0123");
  });
});
