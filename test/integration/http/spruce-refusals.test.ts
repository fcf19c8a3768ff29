import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { directory } from "../../../shared/store/directory.ts";
import type { Asked } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { changingNothing } from "./refused.ts";
import { page, postSpruce, type SpruceProblem, text } from "./spruce.ts";

const backend = eachWithBackend();
const id = DEMO.sms.conversation;

/** Status, type and paths of a refusal, which changed nothing and has Spruce's shape. */
const refused = async (body: unknown, asked: Asked = {}, conversation: number | string = id) => {
  const {
    status,
    headers,
    body: told,
  } = await changingNothing(backend(), () => postSpruce<SpruceProblem>(backend(), conversation, body, asked));
  const { window: _, ...rest } = told;
  expect(rest).toEqual({
    statusCode: status,
    type: expect.stringMatching(/^[a-z_]+$/),
    message: expect.stringMatching(/./),
    errors: expect.any(Array),
    requestId: headers["x-request-id"],
  });
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "s-request-id": headers["x-request-id"],
  });
  const paths = told.errors.map(({ path }) => path);
  if (paths[0]) expect(told.message.startsWith(`${paths[0]}: `), told.message).toBe(true);
  return { status, type: told.type, paths };
};

describe("a client of Spruce is refused in Spruce's shape", () => {
  it.each([null, "wrong"])("with 403, never 401, when its token is %s", async (key) => {
    expect(await refused({ body: [text("Hi")] }, { key })).toMatchObject({ status: 403, type: "forbidden" });
    expect(await refused({ body: 7 }, { key })).toMatchObject({ status: 403 });
  });

  it("with 404 for a conversation that is foreign, absent or none", async () => {
    await addOtherOrganization(backend());
    const body = { body: [text("Hi")] };
    const answers = [
      await refused(body, { key: OTHER_KEY }),
      await refused(body, {}, 9007199254740000),
      await refused(body, {}, "t_0E5QDJJC03000"),
    ];
    expect(answers).toEqual(Array(3).fill({ status: 404, type: "not_found", paths: [] }));
  });

  it.each([
    [{}, "/body"],
    [{ body: null }, "/body"],
    [{ body: "Hi" }, "/body"],
    [{ body: [] }, "/body"],
    [{ body: ["Hi"] }, "/body/0"],
    [{ body: [text("Hi"), { type: "image", value: "x" }] }, "/body/1/type"],
    [{ body: [{ type: "text" }] }, "/body/0/value"],
    [{ body: [{ type: "text", value: null }] }, "/body/0/value"],
    [{ body: [page("")], internal: true }, "/body/0/value"],
    [{ body: [text("Hi")], internal: "yes" }, "/internal"],
    [{ body: [text("Hi")], stayArchived: 1 }, "/stayArchived"],
    [{ body: [text("Hi")], author: 7 }, "/author"],
    [{ body: [text("Hi")], attachments: {} }, "/attachments"],
    [{ body: [text("Hi")], attachments: [{ title: "x" }] }, "/attachments/0/attachmentId"],
    [{ body: [text("Hi")], attachments: [{ attachmentId: "x" }] }, "/attachments/0/title"],
    [{ body: [text("Hi")], attachments: [{ attachmentId: "x", title: null }] }, "/attachments/0/title"],
    [{ body: [text("Hi")], attachments: Array(6).fill({ attachmentId: "x", title: "x" }) }, "/attachments"],
    [{ body: [text("")] }, "/body"],
    [{ body: [text(""), text("")], internal: true }, "/body"],
  ])("with 400 for a body that is none: %j", async (body, path) => {
    expect(await refused(body)).toEqual({ status: 400, type: "invalid_input", paths: [path] });
  });

  it("with 422 at the page, when it is not internal or of nobody", async () => {
    const open = await refused({ body: [text("Look"), page("agent")] });
    expect(open).toEqual({ status: 422, type: "unprocessable", paths: ["/body/1"] });
    expect(await refused({ body: [page("agent")] })).toMatchObject({ status: 422, paths: ["/body/0"] });
    const body = [page("agent"), text("Look"), page("nobody"), page("x".repeat(5_000))];
    expect(await refused({ body, internal: true })).toMatchObject({
      status: 422,
      paths: ["/body/2", "/body/3"],
    });
    const many = { body: Array.from({ length: 51 }, () => page("agent")), internal: true };
    expect(await refused(many)).toMatchObject({ status: 422, paths: ["/body"] });
  });

  it.each([true, false])("with 422 at an author who is nobody (internal: %s)", async (internal) => {
    const body = { body: [text("Hi")], author: "entity_0D4QABCC06000", internal };
    expect(await refused(body)).toMatchObject({ status: 422, paths: ["/author"] });
  });

  it("at the attachment that is nobody's, or of another organization", async () => {
    const attachments = [{ attachmentId: "d7b25969-86ec-7e37-3776-3577-c0637a0c", title: "My Image" }];
    expect(await refused({ body: [text("Hi")], attachments })).toEqual({
      status: 404,
      type: "not_found",
      paths: ["/attachments/0/attachmentId"],
    });
  });

  it("when a member of another organization is paged or writes", async () => {
    const theirs = { id: "theirs", organization_id: 2, kind: "teammate", name: "Theirs" } as const;
    await directory(backend().items).addMember(theirs);
    const paged = await refused({ body: [text("Look"), page("theirs")], internal: true });
    const written = await refused({ body: [text("Hi")], author: "theirs" });
    expect([paged, written]).toMatchObject([
      { status: 422, paths: ["/body/1"] },
      { status: 422, paths: ["/author"] },
    ]);
  });

  it("with 422 and the window when the reply window is closed, but for what is internal", async () => {
    backend().clock.add(30 * 86_400_000);
    const { conversation } = DEMO.whatsapp;
    const late = await postSpruce<SpruceProblem>(backend(), conversation, { body: [text("Hi")] });
    expect([late.status, late.body]).toMatchObject([
      422,
      { errors: [{ path: "/internal", code: "window_closed" }], window: { state: "closed" } },
    ]);
    expect((await postSpruce(backend(), conversation, { body: [text("Hi")], internal: true })).status).toBe(
      200,
    );
  });

  it("with 422 for a key that was used with another body", async () => {
    const headers = { "s-idempotency-key": "k" };
    await postSpruce(backend(), id, { body: [text("One")] }, { headers });
    expect(await refused({ body: [text("Two")] }, { headers })).toMatchObject({ status: 422 });
    expect(await refused({ body: [text("One")], stayArchived: true }, { headers })).toMatchObject({
      status: 422,
    });
    const long = { "s-idempotency-key": "k".repeat(256) };
    expect(await refused({ body: [text("One")] }, { headers: long })).toMatchObject({ status: 400 });
  });
});
