import { describe, expect, it } from "vitest";
import { playground } from "../../../functions/playground/channel.ts";
import type { FileRef } from "../../../shared/domain/attachment.ts";
import { contentOf } from "../../support/content.ts";

const file: FileRef = { id: "0".repeat(26), key: "1/0/a.png", name: "a.png", type: "image/png", size: 9 };
const to = {} as Parameters<typeof playground.transform>[1];
const kinds = (type: "text" | "image", length: number) =>
  playground
    .transform(contentOf({ type, text: "x".repeat(length), media: type === "image" ? [{ file }] : [] }), to)
    .parts.map(({ kind }) => kind);

describe("the limits of playground", () => {
  it("belong to its own channel", () => {
    expect(playground.channel).toBe("playground");
  });

  it("let a text of 4,096 UTF-16 units through whole and split one more", () => {
    expect(kinds("text", 4096)).toEqual(["text"]);
    expect(kinds("text", 4097)).toEqual(["text", "text"]);
  });

  it("let a caption of 4,096 UTF-16 units stay with its file and move one more", () => {
    expect(kinds("image", 4096)).toEqual(["media"]);
    expect(kinds("image", 4097)).toEqual(["media", "text", "text"]);
  });
});
