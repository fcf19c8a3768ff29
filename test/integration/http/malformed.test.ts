import { describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Asked } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { oneBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";

const backend = oneBackend();
const HELLO = '"conversation_id": 105, "message_text": "Hello"';
const nested = (depth: number) => `{${HELLO}, "x": ${"[".repeat(depth)}${"]".repeat(depth)}}`;
const posted = (body: unknown, asked: Asked = {}) =>
  changingNothing(backend(), () => post<Problem>(backend(), "sms", {}, { body, ...asked }));

describe("a body that is no JSON", () => {
  it.each([
    ["malformed", '{"conversation_id": 1', "not valid JSON"],
    ["empty", "", "empty"],
    ["blank", "  \n", "empty"],
    ["two documents", "{} {}", "not valid JSON"],
    ["a form", "conversation_id=1", "not valid JSON"],
    ["not UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22]), "not valid UTF-8"],
  ])("because it is %s is refused with 400", async (_, body, reason) => {
    const answer = await posted(body);
    expectProblem(answer, 400);
    expect(answer.body.detail).toContain(reason);
  });

  it("is not taken under another content type, whatever it holds", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]) {
      expectProblem(await posted(`{${HELLO}}`, { headers: { "content-type": type } }), 415);
    }
  });

  it("is taken as any kind of JSON", async () => {
    for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/vnd.api+json"]) {
      const headers = { "content-type": type };
      expect((await post(backend(), "sms", { message_text: "Hello" }, { headers })).status).toBe(201);
    }
  });
});

describe("a body that no honest client sends", () => {
  it.each([
    ["a list", "[]", ""],
    ["a text", '"Hello"', ""],
    ["null", "null", ""],
    ["a number", "1", ""],
    ["__proto__ on top", `{"__proto__": {"organization_id": 2}, ${HELLO}}`, "/__proto__"],
    [
      "a length that cannot be compared",
      `{${HELLO}, "message_tag": {"length": {"toString": 1, "valueOf": 1}}}`,
      "/message_tag/length/toString",
    ],
    ["__proto__ inside", `{${HELLO}, "template": {"a": [{"__proto__": 1}]}}`, "/template/a/0/__proto__"],
    ["half an emoji", '{"conversation_id": 105, "message_text": "a\\ud83d"}', "/message_text"],
    ["half an emoji as a name", `{${HELLO}, "\\udc00": 1}`, ""],
    ["half an emoji inside", `{${HELLO}, "media_urls": ["\\ude00"]}`, "/media_urls/0"],
    ["NUL", '{"conversation_id": 105, "message_text": "a\\u0000"}', "/message_text"],
    ["31 levels", nested(30), "/x/0/0/0"],
    ["10,000 levels", nested(10_000), "/x/0/0/0"],
    ["100,000 levels", nested(100_000), "/x/0/0/0"],
    ["an infinite number", `{${HELLO}, "x": [0, 1e999]}`, "/x/1"],
    ["a number too large to keep", `{${HELLO}, "template": {"a": -1e300}}`, "/template/a"],
    ["a number too small to keep", `{${HELLO}, "x": 1e-200}`, "/x"],
    ["a size beyond all", '{"conversation_id": 105, "message_text": "a", "file_size": 1e101}', "/file_size"],
  ])("%s: is refused with 400 and the place named", async (_, body, path) => {
    const answer = await posted(body);
    expectProblem(answer, 400);
    expect(answer.body.errors.map((error) => error.path)).toEqual([path]);
  });

  it("of 30 levels is still read, and so is every number that can be kept", async () => {
    expect((await post(backend(), "sms", {}, { body: nested(29) })).status).toBe(201);
    const numbers = `{${HELLO}, "x": [0, -0, 1e100, -1e-100, 0.1, 9007199254740993]}`;
    expect((await post(backend(), "sms", {}, { body: numbers })).status).toBe(201);
  });

  it("above 256 KiB is refused with 413, a byte less is read", async () => {
    const sized = (bytes: number) => {
      const start = `{${HELLO}, "x": "`;
      return `${start}${"x".repeat(bytes - start.length - 2)}"}`;
    };
    expectProblem(await posted(sized(256 * 1024 + 1)), 413);
    expect((await post(backend(), "sms", {}, { body: sized(256 * 1024) })).status).toBe(201);
    expectProblem(await posted(Buffer.from(sized(256 * 1024 + 1))), 413);
  });
});

describe("fields of a wrong type", () => {
  it.each([
    ["conversation_id", "abc"],
    ["conversation_id", null],
    ["conversation_id", 1.5],
    ["conversation_id", -1],
    ["conversation_id", 0],
    ["conversation_id", 2 ** 53],
    ["conversation_id", "9007199254740992"],
    ["conversation_id", "0105"],
    ["conversation_id", [105]],
    ["message_text", 5],
    ["message_text", ["Hello"]],
    ["message_text", { text: "Hello" }],
    ["message_type", 1],
    ["s3_key", {}],
    ["s3_path", 1],
    ["conversation_file_id", ["a"]],
    ["file_size", "many"],
    ["file_size", -1],
    ["media_url", 1],
    ["media_urls", "https://example.com/a.png"],
    ["media_urls/1", ["https://example.com/a.png", 2]],
    ["organization_id", "one"],
    ["contact_id", {}],
    ["template", "order"],
    ["template", []],
    ["reply_to_message_id", 5],
    ["reply_to_message_id", "x".repeat(513)],
    ["strict", "yes"],
  ])("%s: %j is refused with 400 and its place", async (path, value) => {
    const [field] = path.split("/");
    const answer = await posted({ conversation_id: 105, message_text: "Hello", [field!]: value });
    expectProblem(answer, 400);
    expect(answer.body.errors.map((error) => error.path)).toEqual([`/${path}`]);
  });

  it("are named all at once", async () => {
    const answer = await posted({ conversation_id: "x", message_text: 1, message_type: "fax" });
    expectProblem(answer, 400);
    expect(answer.body.errors.map(({ path }) => path)).toEqual([
      "/conversation_id",
      "/message_text",
      "/message_type",
    ]);
  });

  it("that are ids may be left out nowhere they are required", async () => {
    const homeless = await posted({ message_text: "Hello" });
    expectProblem(homeless, 400);
    expect(homeless.body.errors.map((error) => error.path)).toEqual(["/conversation_id"]);
    const bare = { body: { conversation_id: 106, message_text: "Hello" } };
    const answer = await changingNothing(backend(), () => post<Problem>(backend(), "playground", {}, bare));
    expectProblem(answer, 400);
    expect(violationsOf(answer)).toEqual([
      ["/organization_id", "missing"],
      ["/contact_id", "missing"],
    ]);
  });
});

describe.each(CHANNELS)("a message_type on %s", (channel) => {
  it("that nobody knows is refused by its name", async () => {
    const answer = await changingNothing(backend(), () =>
      post<Problem>(backend(), channel, { message_text: "Hello", message_type: "fax" }),
    );
    expectProblem(answer, 400);
    expect(answer.body.errors).toMatchObject([{ path: "/message_type" }]);
    expect(answer.body.detail).toContain('"fax"');
  });

  it("that needs a file, a text or a template is refused without it", async () => {
    for (const [body, path, code] of [
      [{ message_type: "image" }, "/s3_key", "missing_file"],
      [{ message_type: "audio", message_text: "Hello" }, "/s3_key", "missing_file"],
      [{ message_type: "document" }, "/s3_key", "missing_file"],
      [{}, "/message_text", "missing"],
      [{ message_type: "text", message_text: "" }, "/message_text", "missing"],
      [{ message_type: "template" }, "/template", "missing"],
    ] as const) {
      const answer = await changingNothing(backend(), () => post<Problem>(backend(), channel, body));
      expectProblem(answer, 400);
      expect(violationsOf(answer)).toEqual([[path, code]]);
    }
  });
});

describe("an Idempotency-Key", () => {
  it("has 1 to 255 characters", async () => {
    for (const key of ["", "k".repeat(256)]) {
      expectProblem(
        await posted(
          { conversation_id: 105, message_text: "Hello" },
          { headers: { "idempotency-key": key } },
        ),
        400,
      );
    }
    const headers = { "idempotency-key": "k".repeat(255) };
    expect((await post(backend(), "sms", { message_text: "Hello" }, { headers })).status).toBe(201);
  });
});
