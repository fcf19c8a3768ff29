import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FRAME_MAX_BYTES, TEXT_MAX } from "../../../functions/webchat/limits.ts";
import { readFrame, ServerFrame, VisitorFrame } from "../../../functions/webchat/socket-frames.ts";
import { PART_ID } from "../../../shared/domain/ids.ts";

const read = (frame: unknown) => readFrame(JSON.stringify(frame));
const refused = (code: string, message = /./) => ({
  type: "error",
  code,
  message: expect.stringMatching(message),
});

describe("what a visitor may say", () => {
  it.each([
    { type: "message", text: "hi" },
    { type: "message", text: "hi", client_id: "c-1" },
    { type: "ack", seq: 3 },
    { type: "ack", id: "01jq0000000000000000000000" },
    { type: "catch_up", after_seq: 0 },
  ])("takes $type", (frame) => {
    expect(read(frame)).toEqual(frame);
  });

  it("ignores fields it does not know, and cannot be made to carry a prototype", () => {
    const frame = readFrame('{"type":"message","text":"hi","role":"agent","__proto__":{"admin":true}}');
    expect(frame).toEqual({ type: "message", text: "hi" });
    expect(Object.hasOwn(frame, "admin") || "admin" in frame).toBe(false);
  });

  it("takes a text of 4,096 UTF-16 units and refuses one more", () => {
    expect(TEXT_MAX).toBe(4096);
    expect(read({ type: "message", text: "é".repeat(TEXT_MAX) })).toMatchObject({ type: "message" });
    expect(read({ type: "message", text: "é".repeat(TEXT_MAX + 1) })).toEqual(
      refused("invalid_frame", /^text: .*4096/),
    );
  });

  it.each(["", " \n\t"])("refuses an empty text (%j)", (text) => {
    expect(read({ type: "message", text })).toEqual(refused("invalid_frame", /^text: must not be empty/));
  });

  it("refuses half a character in the text and in the client id", () => {
    expect(readFrame('{"type":"message","text":"\\ud83d"}')).toEqual(refused("invalid_frame", /surrogate/));
    expect(readFrame('{"type":"message","text":"a","client_id":"\\udc00"}')).toEqual(
      refused("invalid_frame", /^client_id: .*surrogate/),
    );
    expect(readFrame('{"type":"message","text":"\\ud83d\\ude00"}')).toEqual({ type: "message", text: "😀" });
  });

  it("refuses the character NUL, as every body over HTTP does", () => {
    const frame = (text: string, client_id: string) => read({ type: "message", text, client_id });
    expect(frame("a\u0000b", "c1")).toEqual(refused("invalid_frame", /^text: .*NUL/));
    expect(frame("ab", "c\u0000")).toEqual(refused("invalid_frame", /^client_id: .*NUL/));
  });

  it("takes a frame of 32 KiB and refuses one byte more, counted in bytes", () => {
    const frame = (bytes: number) => {
      const empty = JSON.stringify({ type: "catch_up", after_seq: 0, pad: "" });
      return JSON.stringify({ type: "catch_up", after_seq: 0, pad: "x".repeat(bytes - empty.length) });
    };
    expect(FRAME_MAX_BYTES).toBe(32_768);
    expect(readFrame(frame(FRAME_MAX_BYTES))).toMatchObject({ type: "catch_up" });
    expect(readFrame(frame(FRAME_MAX_BYTES + 1))).toEqual(refused("frame_too_large"));
    const wide = frame(FRAME_MAX_BYTES - 1).replace("xx", "é€");
    expect(wide.length).toBeLessThan(FRAME_MAX_BYTES);
    expect(readFrame(wide)).toEqual(refused("frame_too_large"));
  });

  it.each(["", "hello", "{", "[".repeat(30_000)])("answers what is not JSON with an error (%#)", (raw) => {
    expect(readFrame(raw)).toEqual(refused("not_json"));
  });

  it.each([
    null,
    7,
    [],
    {},
    { type: "note", text: "hi" },
    { type: "message" },
    { type: "message", text: 7 },
    { type: "message", text: "a", client_id: "" },
    { type: "message", text: "a", client_id: "x".repeat(129) },
    { type: "ack" },
    { type: "ack", seq: 1, id: "a" },
    { type: "ack", seq: 0 },
    { type: "ack", seq: 1.5 },
    { type: "catch_up" },
    { type: "catch_up", after_seq: -1 },
    { type: "catch_up", after_seq: 1e300 },
  ])("answers %j with an error", (frame) => {
    expect(read(frame)).toEqual(refused("invalid_frame"));
  });

  it("never repeats in an error what the visitor wrote", () => {
    const secret = "my card number";
    const errors = [
      read({ type: secret, text: secret }),
      read({ type: "ack", seq: secret }),
      readFrame(`${secret} {`),
      read({ type: "message", text: secret.repeat(400) }),
    ];
    for (const error of errors) expect(JSON.stringify(error)).not.toContain(secret);
    expect(errors.map(({ type }) => type)).toEqual(["error", "error", "error", "error"]);
  });
});

describe("what the server says", () => {
  it.each([
    { type: "accepted", client_id: "c-1", id: "0a", seq: 2 },
    { type: "caught_up", seq: 0, more: true },
    { type: "error", code: "not_found", message: "…" },
    {
      type: "message",
      seq: 1,
      id: "0a",
      direction: "outgoing",
      message: { type: "text", text: "hi", reply_to: "0b" },
      created_at: "2026-03-01T09:00:00.000Z",
    },
  ])("has a schema for $type", (frame) => {
    expect(ServerFrame.parse(frame)).toEqual(frame);
  });

  it("has no kind of message for a note or a template", () => {
    const frame = { type: "message", seq: 1, id: "0a", direction: "outgoing", created_at: "x" };
    for (const type of ["note", "template"]) {
      expect(ServerFrame.safeParse({ ...frame, message: { type, text: "hi" } }).success).toBe(false);
    }
  });
});

describe("the examples in the README", () => {
  const readme = readFileSync(new URL("../../../functions/webchat/README.md", import.meta.url), "utf8");
  const blocks = [...readme.matchAll(/```json\n([\s\S]*?)\n```/g)].map(([, block]) =>
    block!.split(/\n(?=\{)/),
  );
  const [fromVisitor = [], toVisitor = []] = blocks.map((block) => block.map((one) => JSON.parse(one)));

  it("are frames as they really are, of every type", () => {
    expect(fromVisitor.map((frame) => VisitorFrame.parse(frame))).toEqual(fromVisitor);
    expect(toVisitor.map((frame) => ServerFrame.parse(frame))).toEqual(toVisitor);
    const types = (frames: { type: string }[]) => new Set(frames.map(({ type }) => type));
    expect(types(fromVisitor)).toEqual(new Set(["catch_up", "message", "reply", "ack"]));
    expect(types(toVisitor)).toEqual(new Set(["accepted", "message", "caught_up", "error"]));
  });

  it("name parts by ids of the real shape", () => {
    const ids = toVisitor.filter(({ type }) => type === "message").map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(PART_ID);
    expect(ids).toHaveLength(3);
  });
});
