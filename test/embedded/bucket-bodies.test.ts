import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LATER, ownBucket, put } from "../support/own-bucket.ts";

const { host, file } = ownBucket();

describe("a body that is not what its headers say", () => {
  const serve = async (body: AsyncIterable<Uint8Array>, length: string | undefined = "5") => {
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    return host().bucket.serve({
      method: "PUT",
      url: new URL(url),
      headers: { ...headers, "content-length": length },
      body,
    });
  };
  const drafts = () => readdir(join(host().folder, "incoming"));

  it("is read no further than promised, and nothing of it stays", async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 2;
        yield Buffer.from("xx");
      }
    }
    const { status, body } = await serve(endless());
    expect([status, read]).toEqual([400, 6]);
    expect(body).toContain("<Code>IncompleteBody</Code>");
    expect([await host().bucket.head(file().key), await drafts()]).toEqual([undefined, []]);
  });

  it.each([
    ["ends early", false],
    ["breaks off", true],
  ])("is dropped when it %s, and the link still works", async (_, breaks) => {
    async function* short() {
      yield Buffer.from("by");
      if (breaks) throw new Error("aborted");
    }
    expect((await serve(short())).status).toBe(400);
    expect([await host().bucket.head(file().key), await drafts()]).toEqual([undefined, []]);
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    expect((await put(url, headers)).status).toBe(200);
  });

  it("is refused unread when its length is not told", async () => {
    async function* unread(): AsyncGenerator<Uint8Array> {
      yield await Promise.reject(new Error("this must not be read"));
    }
    const { url, headers } = await host().bucket.signPut(file(), LATER);
    const { status } = await host().bucket.serve({
      method: "PUT",
      url: new URL(url),
      headers,
      body: unread(),
    });
    expect(status).toBe(411);
  });
});

it("keeps what came first under a key, whoever puts more there", async () => {
  async function* bytes(text: string) {
    yield Buffer.from(text);
  }
  const { bucket } = host();
  expect(await bucket.put(file(), bytes("first"))).toBe(true);
  expect(await bucket.put(file({ size: 6 }), bytes("second"))).toBe(false);
  expect(Buffer.from(await bucket.start(file().key, 9)).toString()).toBe("first");
});
