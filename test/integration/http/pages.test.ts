import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/conversations/resolve-page.ts";
import { DEMO, DEMO_BOT_KEY, DEMO_KEY } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import type { PageDocument } from "../../../shared/messaging/page-document.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";
import { eventsOf } from "./spruce.ts";

const backend = eachWithBackend();
const id = DEMO.sms.conversation;

const callTo = async (...pages: string[]): Promise<MessageDocument> =>
  (await post(backend(), "sms", { message_type: "note", message_text: "Please look", pages })).body;

const resolve = <Body = MessageDocument>(note: string, page: string, key = DEMO_KEY) =>
  call<Body>(
    createHandler(backend().parts()),
    "POST /conversations/{id}/messages/{message_id}/pages/{page_id}/resolve",
    { params: { id: String(id), message_id: note, page_id: page }, key },
  );
const refused = async (note: string, page: string, key = DEMO_KEY) =>
  (await changingNothing(backend(), () => resolve<Problem>(note, page, key))).status;

describe("a page", () => {
  it("is resolved by the member it calls, is shown so from then on, and tells it in an event", async () => {
    const note = await callTo("agent", "bot");
    const [mine, theirs] = note.pages as [PageDocument, PageDocument];
    const open = { resolved: false, resolved_at: null, resolved_by_member_id: null };
    expect(note.pages).toEqual([
      { id: mine.id, member_id: "agent", ...open },
      { id: theirs.id, member_id: "bot", ...open },
    ]);
    backend().clock.add(60_000);
    const { status, body } = await resolve(note.id, mine.id);
    const resolved = [
      {
        ...mine,
        resolved: true,
        resolved_at: "2026-03-01T09:01:00.000Z",
        resolved_by_member_id: "agent",
      },
      theirs,
    ];
    expect([status, body.pages]).toEqual([200, resolved]);
    const { data } = (await listMessages(backend(), id)).body;
    expect(data.find((one) => one.id === note.id)?.pages).toEqual(resolved);
    await resolve(note.id, theirs.id, DEMO_BOT_KEY);
    const events = await eventsOf(backend(), "message.page");
    expect(events).toMatchObject([
      { message_id: note.id, channel: "sms", is_note: true, is_final: false, data: { pages: resolved } },
      { message_id: note.id, is_final: true },
    ]);
  });

  it("that is resolved again is the same answer, and no event", async () => {
    const note = await callTo("agent");
    const page = note.pages![0]!.id;
    const first = await resolve(note.id, page);
    backend().clock.add(60_000);
    const again = await changingNothing(backend(), () => resolve(note.id, page));
    expect([again.status, again.body.pages]).toEqual([200, first.body.pages]);
    expect(await eventsOf(backend(), "message.page")).toHaveLength(1);
  });

  it("is not resolved by another member, nor by another organization", async () => {
    await addOtherOrganization(backend());
    const note = await callTo("agent");
    const page = note.pages![0]!.id;
    expect(await refused(note.id, page, DEMO_BOT_KEY)).toBe(403);
    expect(await refused(note.id, page, OTHER_KEY)).toBe(404);
    expect(await refused(note.id, page, "wrong")).toBe(401);
  });

  it("that is not there is 404, whatever the message is", async () => {
    const note = await callTo("agent");
    const plain = (await post(backend(), "sms", { message_text: "Hello" })).body;
    expect(await refused(note.id, "nothing")).toBe(404);
    expect(await refused("nothing", note.pages![0]!.id)).toBe(404);
    expect(await refused(plain.id, `${plain.id}p0`)).toBe(404);
    expect(await refused("0".repeat(26), note.pages![0]!.id)).toBe(404);
  });

  it("on a message to the contact, or of nobody, is refused", async () => {
    const open = { message_text: "Hello", pages: ["agent"] };
    expect((await post<Problem>(backend(), "sms", open)).body).toMatchObject({
      code: 422,
      errors: [{ path: "/pages/0", code: "page_not_expected" }],
    });
    const nobody = { message_type: "note", pages: ["agent", "nobody"] };
    expect((await post<Problem>(backend(), "sms", nobody)).body).toMatchObject({
      code: 422,
      errors: [{ path: "/pages/1", code: "unknown_member" }],
    });
  });
});
