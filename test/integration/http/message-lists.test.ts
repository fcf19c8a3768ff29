import { describe, expect, it } from "vitest";
import { createHandler as createMessage } from "../../../functions/conversations/get-message.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { hear, listMessages, pages } from "./reading.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const messages = (query: Record<string, string> = {}) => listMessages(backend(), 104, query);

describe("the messages of a conversation", () => {
  it("are what was written, sent and noted, newest first, page by page without gap or double", async () => {
    const expected: unknown[] = [];
    for (let count = 0; count < 20; count += 1) {
      backend().clock.add(1_000);
      expected.push((await post(backend(), "webchat", { message_text: `out ${count}` })).body.id);
      backend().clock.add(1_000);
      expected.push((await hear(backend(), 104, `in ${count}`)).id);
      backend().clock.add(1_000);
      const note = { message_type: "note", message_text: `note ${count}` };
      expected.push((await post(backend(), "webchat", note)).body.id);
    }
    expected.reverse();
    for (const limit of ["1", "7", "25", "60", "100"]) {
      const found = await pages(messages, { limit });
      const ids = found.flat().map(({ id }) => id);
      expect(ids.slice(0, 60), limit).toEqual(expected);
      expect(ids).toHaveLength(61);
      expect(found.slice(0, -1).every((page) => page.length === Number(limit))).toBe(true);
    }
    const { body } = await messages({ limit: "3" });
    expect(body.data.map(({ direction, status }) => [direction, status])).toEqual([
      ["internal", "stored"],
      ["incoming", "received"],
      ["outgoing", "queued"],
    ]);
  });

  it("are listed 25 at a time unless told, and 100 at most", async () => {
    for (let count = 0; count < 30; count += 1) await hear(backend(), 104, `in ${count}`);
    const { body } = await messages();
    expect([body.limit, body.data.length]).toEqual([25, 25]);
    for (const limit of ["101", "0", "", "0x10", " 7 ", "1e1", "-1", "7.5"]) {
      expect((await messages({ limit })).status, limit).toBe(400);
    }
  });

  it("are ended early where one answer could not hold them, and none is lost", async () => {
    const expected: string[] = [];
    for (const character of ["x", '"', "é"]) {
      for (let count = 0; count < 15; count += 1) {
        backend().clock.add(1_000);
        const message_text = character.repeat(character === "x" ? 250_000 : 125_000);
        const { body } = await post(backend(), "webchat", { message_type: "note", message_text });
        expected.unshift(body.id);
      }
    }
    const sizes: number[] = [];
    const found = await pages(
      async (query) => {
        const answer = await messages(query);
        sizes.push(Buffer.byteLength(JSON.stringify({ statusCode: 200, body: answer.text })));
        return answer;
      },
      { limit: "45" },
    );
    expect(Math.max(...sizes)).toBeLessThan(4.1 * 1024 * 1024);
    expect(found.every((page) => page.length > 0)).toBe(true);
    expect(found.length).toBeLessThan(6);
    const ids = found.flat().map(({ id }) => id);
    expect(ids.slice(0, 45)).toEqual(expected);
    expect(ids).toHaveLength(46);
  });

  it("are shown one by one with what became of them, by the message's id or a part's", async () => {
    const { body: sent } = await post(backend(), "webchat", { message_text: "Hello" });
    backend().clock.add(1_000);
    await work(backend(), "webchat");
    const read = (message_id: string) =>
      call<MessageDocument & { timeline: object[] }>(
        createMessage(backend().parts()),
        "GET /conversations/{id}/messages/{message_id}",
        { params: { id: "104", message_id } },
      );
    const { body } = await read(sent.id);
    expect(body.status).toBe("sent");
    expect(body.timeline.map((step) => ({ ...step }))).toMatchObject([
      { part: 0, event: "sending", at: "2026-03-01T09:00:01.000Z" },
      { part: 0, event: "sent", at: "2026-03-01T09:00:01.000Z", provider_message_id: `${sent.id}0` },
    ]);
    expect((await read(`${sent.id}0`)).body).toEqual(body);
    const heard = await hear(backend(), 104, "Hi");
    expect((await read(heard.id)).body).toMatchObject({
      direction: "incoming",
      message_text: "Hi",
      timeline: [],
    });
    for (const id of ["0".repeat(26), "x", sent.id.toUpperCase(), `${sent.id}0/`, ""]) {
      expect((await read(id)).status).toBe(404);
    }
  });
});
