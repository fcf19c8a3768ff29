import { describe, expect, it } from "vitest";
import { createHandler as createCreate } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as createList } from "../../../functions/conversations/list-conversations.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { archive, listConversations, pages } from "./reading.ts";
import { expectProblem } from "./refused.ts";

const backend = eachWithBackend();
const list = (query: Record<string, string> = {}) => listConversations(backend(), query);

describe("the list of conversations", () => {
  it("is newest first, by channel, by contact and by archive, page by page without gap or double", async () => {
    expect((await list()).body).toMatchObject({ limit: 25, next_cursor: null });
    expect((await list()).body.data.map(({ id }) => id)).toEqual([107, 106, 105, 104, 103, 102, 101]);
    expect((await list({ channel: "sms" })).body.data.map(({ id }) => id)).toEqual([105]);
    expect((await list({ contact_id: "203" })).body.data.map(({ id }) => id)).toEqual([103]);
    expect((await list({ contact_id: "203", channel: "sms" })).body.data).toEqual([]);
    await archive(backend(), 103);
    expect((await list({ archived: "true" })).body.data.map(({ id }) => id)).toEqual([103]);
    expect((await list({ archived: "false" })).body.data.map(({ id }) => id)).toEqual([
      107, 106, 105, 104, 102, 101,
    ]);
    for (const limit of ["1", "2", "3", "5", "6", "100"]) {
      const found = await pages(list, { limit });
      expect(
        found.flat().map(({ id }) => id),
        limit,
      ).toEqual([107, 106, 105, 104, 103, 102, 101]);
    }
  });

  it("finds what is rare among many, however small the page", async () => {
    const create = createCreate(backend().parts());
    for (let count = 0; count < 40; count += 1) {
      await call(create, "POST /conversations", { body: { channel: "webchat" } });
      backend().clock.add(1);
    }
    const found = await pages(list, { limit: "2", channel: "sms" });
    expect(found.flat().map(({ id }) => id)).toEqual([105]);
    expect((await pages(list, { limit: "7", channel: "webchat" })).flat()).toHaveLength(41);
  });

  it.each([
    [{ limit: "0" }, "/limit"],
    [{ limit: "101" }, "/limit"],
    [{ limit: "many" }, "/limit"],
    [{ limit: "1.5" }, "/limit"],
    [{ cursor: "a b" }, "/cursor"],
    [{ cursor: "x".repeat(65) }, "/cursor"],
    [{ channel: "fax" }, "/channel"],
    [{ archived: "maybe" }, "/archived"],
    [{ contact_id: "x" }, "/contact_id"],
  ])("refuses %j", async (query, path) => {
    const answer = await call<Problem>(createList(backend().parts()), "GET /conversations", { query });
    expectProblem(answer, 400);
    expect(answer.body.errors.map((error) => error.path)).toEqual([path]);
  });
});
