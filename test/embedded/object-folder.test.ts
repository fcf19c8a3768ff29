import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ObjectFolder } from "../../shared/embedded/object-folder.ts";

let outer: string;
let root: string;
beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), "objects-"));
  root = join(outer, "files");
});
afterEach(() => rm(outer, { recursive: true }));

const body = () => Readable.from([Buffer.from("by"), Buffer.from("tes")]);
const BYTES = { size: 5, etag: "4b3a6218bb3e3a7303e8a171a60fcf92" };

describe("a folder of objects", () => {
  it.each([
    "../outside",
    "../../outside",
    "/absolute",
    "1/../../outside",
    "a\u0000b",
    "..\\outside",
    ".",
    "",
    "incoming",
    "incoming/x",
    "data",
    `${"deep/".repeat(200)}x`,
    "x".repeat(1_024),
  ])("keeps the key %j inside, whoever asks", async (key) => {
    const objects = new ObjectFolder(root);
    expect(await objects.head(key)).toBeUndefined();
    expect(await objects.add(key, "image/png", 5, body())).toEqual(BYTES);
    expect(await objects.head(key)).toEqual(BYTES);
    expect(await readdir(outer)).toEqual(["files"]);
    expect((await readdir(root)).sort()).toEqual([expect.stringMatching(/^[0-9a-f]{2}$/), "incoming"]);
    expect(await readdir(join(root, "incoming"))).toEqual([]);
  });

  it("lets exactly one of many writers of a key win, and leaves nothing of the others", async () => {
    const objects = new ObjectFolder(root);
    const added = await Promise.all(
      Array.from({ length: 10 }, () => objects.add("1/a/x", "image/png", 5, body())),
    );
    expect(added.filter((one) => one !== undefined)).toEqual([BYTES]);
    expect(await readdir(join(root, "incoming"))).toEqual([]);
  });

  it("clears away after a restart what a crash left half written", async () => {
    const half = join(root, "incoming", "left by a crash");
    await mkdir(half, { recursive: true });
    await writeFile(join(half, "data"), "by");
    const objects = new ObjectFolder(root);
    expect(await objects.head("1/a/x")).toBeUndefined();
    await objects.add("1/a/x", "image/png", 5, body());
    expect(await readdir(join(root, "incoming"))).toEqual([]);
    expect(await new ObjectFolder(root).head("1/a/x")).toEqual(BYTES);
  });

  it.each(['{"key":"1/a/divorce.pdf",', '{"key":"1/a/divorce.pdf"}', '"1/a/divorce.pdf"'])(
    "says nothing of the key when the label beside an object is damaged: %s",
    async (damaged) => {
      const objects = new ObjectFolder(root);
      await objects.add("1/a/divorce.pdf", "application/pdf", 5, body());
      await writeFile(join(objects.dataOf("1/a/divorce.pdf"), "..", "label.json"), damaged);
      const error = await objects.head("1/a/divorce.pdf").catch(String);
      expect(error).toBe("Error: The label beside an object is damaged");
    },
  );

  it("does not call a disk that fails a sender who broke off", async () => {
    const objects = new ObjectFolder(root);
    await writeFile(root, "a file stands where the folder should be");
    await expect(objects.add("1/a/x", "image/png", 5, body())).rejects.toMatchObject({ code: "ENOTDIR" });
  });
});
