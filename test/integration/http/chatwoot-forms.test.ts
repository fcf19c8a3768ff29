import { describe, expect, it } from "vitest";
import { chatwoot, type Refused, visit } from "./chatwoot.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing } from "./refused.ts";
import { SAMPLES } from "./uploads.ts";

const backend = eachWithBackend();
const api = () => chatwoot(backend());

describe("a form", () => {
  const post = async (body: string | Buffer, type = "multipart/form-data; boundary=b") => {
    const { place } = await visit(backend());
    return api().say<Refused & { content?: string; attachments?: unknown[] }>(place, body, {
      "content-type": type,
    });
  };
  const part = (headers: string, body: string) => `--b\r\n${headers}\r\n\r\n${body}\r\n`;
  const text = (name: string, value: string) => part(`content-disposition: form-data; name="${name}"`, value);

  it.each([
    ["nothing at all", ""],
    ["garbage", "\u0000\u0001 not a form"],
    ["no end", text("content", "hi")],
    ["another boundary", "--c\r\ncontent-disposition: form-data; name=content\r\n\r\nhi\r\n--c--\r\n"],
    ["no boundary", text("content", "hi"), "multipart/form-data"],
    ["a file without its end", part('content-disposition: form-data; name="attachments[]"; filename=a', "x")],
    ["bytes of no text", Buffer.from([0xff, 0xfe, 0x2d, 0x2d])],
  ])("of %s is refused, and nothing is stored", async (_, body, type?: string) => {
    const { place } = await visit(backend());
    const headers = { "content-type": type ?? "multipart/form-data; boundary=b" };
    const answer = await changingNothing(backend(), () => api().say<Refused>(place, body, headers));
    expect([answer.status, answer.body]).toEqual([400, { error: expect.any(String) }]);
  });

  it("with no field, blank ones or an unused file input has nothing to say", async () => {
    const unused = part('content-disposition: form-data; name="attachments[]"; filename=""', "");
    const nameless = part("content-type: text/plain", "hi");
    for (const body of ["--b--\r\n", `${text("content", " \n")}${unused}${nameless}--b--\r\n`]) {
      const answer = await post(body);
      expect([answer.status, answer.body]).toEqual([
        422,
        { message: expect.any(String), attributes: ["content"] },
      ]);
    }
  });

  it.each([
    ["a name without quotes", "filename=photo.png"],
    ["a name with quotes in it", 'filename="photo \\"1\\".png"'],
    ["a name by RFC 8187", "filename=\"photo.png\"; filename*=UTF-8''%e2%82%ac.png"],
    ["headers of its own", 'filename="photo.png"\r\nX-Page: 1\r\nContent-Transfer-Encoding: binary'],
  ])("is read from clients that write %s", async (_, name) => {
    const { place } = await visit(backend());
    const body = Buffer.concat([
      Buffer.from("a preamble\r\n"),
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="attachments[0]"; ${name}\r\n`),
      Buffer.from("Content-Type: image/png\r\n\r\n"),
      SAMPLES.png.bytes,
      Buffer.from("\r\n--b--\r\nan epilogue"),
    ]);
    const answer = await api().say(place, body, { "content-type": 'multipart/form-data; boundary="b"' });
    expect([answer.status, answer.body.attachments]).toMatchObject([
      200,
      [{ file_type: "image", extension: "png", file_size: SAMPLES.png.bytes.length }],
    ]);
  });

  it("within a form is a file like any other", async () => {
    const nested = `--i\r\ncontent-disposition: form-data; name="content"\r\n\r\ninner\r\n--i--`;
    const headers = [
      'content-disposition: form-data; name="attachments[]"; filename="inner.txt"',
      "content-type: multipart/mixed; boundary=i",
    ].join("\r\n");
    const { body } = await post(`${text("content", "outer")}${part(headers, nested)}--b--\r\n`);
    expect(body).toMatchObject({ content: "outer", attachments: [{ file_type: "file" }] });
  });

  it("whose attachment is a text, or whose text has a NUL, is refused", async () => {
    const named = await post(`${text("attachments[]", "a signed id")}--b--\r\n`);
    expect([named.status, named.body.attributes]).toEqual([422, ["attachments"]]);
    const nul = await post(`${text("content", "a\u0000b")}--b--\r\n`);
    expect([nul.status, nul.body.attributes]).toEqual([422, ["content"]]);
  });

  it("may be the plain one of a page without script", async () => {
    const { status, body } = await post("content=hello+there", "application/x-www-form-urlencoded");
    expect([status, body.content]).toEqual([200, "hello there"]);
  });
});

describe("a message without a form", () => {
  it.each([
    [{}, 422, ["content"]],
    [{ content: "" }, 422, ["content"]],
    [{ content: null, echo_id: "e" }, 422, ["content"]],
    [{ content: 7 }, 422, ["content"]],
    [{ content: "x".repeat(4_097) }, 422, ["content"]],
    [{ content: "\ud83d" }, 422, ["content"]],
    [{ content: "hi", echo_id: "x".repeat(129) }, 422, ["echo_id"]],
    [{ content: "hi", echo_id: { a: 1 } }, 422, ["echo_id"]],
    [{ content: "hi", attachments: ["a signed id"] }, 422, ["attachments"]],
    ["[]", 422, ["base"]],
    ["{", 400, undefined],
    ["", 400, undefined],
  ])("of %j is refused with %i", async (body, status, attributes) => {
    const { place } = await visit(backend());
    const answer = await changingNothing(backend(), () => api().say<Refused>(place, body));
    expect([answer.status, answer.body.attributes]).toEqual([status, attributes]);
  });

  it("of another type is refused with 415", async () => {
    const { place } = await visit(backend());
    const answer = await api().say<Refused>(place, "<hi/>", { "content-type": "text/xml" });
    expect([answer.status, answer.body]).toEqual([415, { error: expect.any(String) }]);
  });
});
