import { describe, expect, it } from "vitest";
import { pageReply } from "../../../shared/lambda/page-request.ts";

const MB = 1024 * 1024;
const page = (sizes: number[], next?: string) => ({
  data: sizes.map((size, index) => ({ id: `id${index}`, text: "x".repeat(size) })),
  next,
});
const reply = (...given: Parameters<typeof page>) => {
  const { body } = pageReply(
    page(...given),
    25,
    (item) => item,
    ({ id }) => id,
  );
  return body as { data: { id: string }[]; limit: number; next_cursor: string | null };
};
const outline = ({ data, next_cursor }: ReturnType<typeof reply>) => [data.map(({ id }) => id), next_cursor];

describe("a page of a list", () => {
  it("goes on where the store says when all of it fits into one answer", () => {
    expect(outline(reply([1, 1], "id1"))).toEqual([["id0", "id1"], "id1"]);
    expect(outline(reply([1, 1]))).toEqual([["id0", "id1"], null]);
    expect(outline(reply([], "sparse"))).toEqual([[], "sparse"]);
  });

  it("ends before the item that no longer fits, and goes on with that one", () => {
    expect(outline(reply([2 * MB, MB, 2 * MB, 1], "id3"))).toEqual([["id0", "id1"], "id1"]);
    expect(outline(reply([MB, MB, MB, MB]))).toEqual([["id0", "id1", "id2"], "id2"]);
  });

  it("is never empty, however large its first item is", () => {
    expect(outline(reply([5 * MB, 1]))).toEqual([["id0"], "id0"]);
    expect(outline(reply([5 * MB]))).toEqual([["id0"], null]);
  });
});
