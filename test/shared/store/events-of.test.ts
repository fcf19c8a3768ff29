import { describe, expect, it } from "vitest";
import type { FactName } from "../../../shared/domain/delivery.ts";
import { Event } from "../../../shared/domain/event.ts";
import { pageId } from "../../../shared/domain/ids.ts";
import type { Note } from "../../../shared/domain/message.ts";
import { eventsOf } from "../../../shared/store/events-of.ts";
import type { Item } from "../../../shared/store/items.ts";
import { keys } from "../../../shared/store/keys.ts";
import { conversationOf, incomingOf, messageOf, noteOf } from "../../contract/store-fixtures.ts";

const AT = new Date("2026-11-21T12:00:05.000Z");
const told = (before: Item | undefined, after: Item | undefined, write = "1") =>
  eventsOf(before, after, { at: AT, write });

const kept = (kind: string, message: { conversation_id: number; id: string }): Item => ({
  ...keys.message(message.conversation_id, message.id),
  kind,
  message,
});
const ID = "0".repeat(26);
const fresh: Item = { ...keys.state(7, ID), organization_id: 1, account_id: "a", channel: "sms", parts: 2 };
const knowing = (...facts: [part: number, name: FactName][]): Item => ({
  ...fresh,
  ...Object.fromEntries(facts.map(([part, name]) => [`p${part}_${name}`, { at: AT.toISOString() }])),
});
/** A stored conversation: the conversation's fields stand beside its key. */
const stored = (change: Record<string, unknown> = {}): Item => {
  const conversation = conversationOf(1, { id: 7, contact: { id: 9, address: "+12025550101" } });
  return { ...keys.conversation(7), gpk: "conversations#1", gsk: "7", ...conversation, ...change };
};

describe("a new message", () => {
  it("of ours is created, queued and not final", () => {
    const message = messageOf(7, 2);
    expect(told(undefined, kept("outgoing", message))).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        type: "message.created",
        organization_id: 1,
        conversation_id: 7,
        message_id: message.id,
        channel: "whatsapp",
        is_note: false,
        is_final: false,
        at: AT.toISOString(),
        data: expect.objectContaining({ id: message.id, status: "queued", message_text: "Hello 👩🏽‍💻" }),
      },
    ]);
  });

  it("of a contact has come in, and is final", () => {
    const [event] = told(undefined, kept("incoming", incomingOf(7)));
    expect(event).toMatchObject({ type: "message.incoming", is_note: false, is_final: true });
    expect(event!.data).toMatchObject({ direction: "incoming", message_text: "Hi" });
  });

  it("among members is a note, and final", () => {
    const [event] = told(undefined, kept("note", noteOf(7)));
    expect(event).toMatchObject({ type: "message.created", is_note: true, is_final: true });
    expect(event!.data).toMatchObject({ direction: "internal", status: "stored" });
  });

  it("stored a second time is no news", () => {
    const item = kept("outgoing", messageOf(7));
    expect(told(item, item)).toEqual([]);
  });
});

describe("what becomes of a message", () => {
  it("is told whenever a part's status rises, with every part as it stands", () => {
    const [event] = told(fresh, knowing([0, "sending"]));
    expect(event).toMatchObject({
      type: "message.status",
      message_id: ID,
      organization_id: 1,
      channel: "sms",
      is_final: false,
    });
    expect(event!.data).toMatchObject({
      id: ID,
      conversation_id: 7,
      status: "queued",
      parts: [
        { id: `${ID}0`, status: "sending" },
        { id: `${ID}1`, status: "queued" },
      ],
    });
  });

  it("is told when the claim itself stores the state", () => {
    expect(told(undefined, knowing([0, "sending"]))).toHaveLength(1);
  });

  it("carries the provider's ids and the card of a failure", () => {
    const sent = { at: AT.toISOString(), provider_message_id: "SM1" };
    const failure = { code: "blocked", message: "No.", retryable: false, fix_by: "customer", next_step: "-" };
    const after = { ...fresh, p0_sent: sent, p1_failed: { at: AT.toISOString(), failure } };
    expect(told(fresh, after)[0]!.data).toMatchObject({
      status: "failed",
      parts: [{ provider_message_id: "SM1" }, { error: failure }],
    });
  });

  it.each([
    ["the state is stored, all parts queued", undefined, fresh],
    ["a try is noted", knowing([0, "sending"]), { ...knowing([0, "sending"]), p0_closed: 1, p0_tries: [] }],
    ["a late word of less", knowing([0, "read"]), knowing([0, "read"], [0, "delivered"])],
    ["nothing changed", knowing([0, "sent"]), knowing([0, "sent"])],
  ])("is not told when %s", (_, before, after) => expect(told(before, after)).toEqual([]));

  it.each<[boolean, [number, FactName][]]>([
    [false, [[0, "sent"]]],
    [
      false,
      [
        [0, "sent"],
        [1, "sending"],
      ],
    ],
    [
      false,
      [
        [0, "sent"],
        [1, "unknown"],
      ],
    ],
    [
      true,
      [
        [0, "sent"],
        [1, "lost"],
      ],
    ],
    [
      true,
      [
        [0, "sent"],
        [1, "sent"],
      ],
    ],
    [
      true,
      [
        [0, "failed"],
        [1, "canceled"],
      ],
    ],
  ])("is final: %s, with %j", (final, facts) => {
    expect(told(fresh, knowing(...facts))[0]!.is_final).toBe(final);
  });
});

describe("a conversation", () => {
  it("that is opened is told as the API shows it, without its visitor's proof", () => {
    const [event] = told(undefined, stored({ visitor_hash: "canary" }));
    expect(event).toMatchObject({ type: "conversation.updated", organization_id: 1, conversation_id: 7 });
    expect(event!.data).toMatchObject({ id: 7, archived: false, contact: { address: "+12025550101" } });
    expect(JSON.stringify(event)).not.toMatch(/canary|visitor_hash/);
  });

  it.each([
    ["archived", { archived: true }],
    ["written to by its contact", { opened_at: AT.toISOString(), expires_at: "2026-11-22T12:00:05.000Z" }],
    ["known by another address", { contact: { id: 9, address: "+12025550101", user_id: "US.1" } }],
  ])("that is %s is told", (_, change) => {
    expect(told(stored(), stored(change)).map(({ type }) => type)).toEqual(["conversation.updated"]);
  });

  it("whose account got another setting is not told: nothing of it shows", () => {
    const account = { ...conversationOf(1).account, ad_window_days: 3 };
    expect(told(stored(), stored({ account }))).toEqual([]);
  });
});

describe("an event's id", () => {
  it("is that of its change, however often it is told", () => {
    const ids = [1, 2].map(() => told(fresh, knowing([0, "sent"]))[0]!.id);
    expect(ids[0]).toBe(ids[1]);
    expect(told(fresh, knowing([0, "sent"]), "another write")[0]!.id).toBe(ids[0]);
  });

  it("is another for every status, message and kind of event", () => {
    const ids = [
      told(fresh, knowing([0, "sending"])),
      told(fresh, knowing([0, "sent"])),
      told(fresh, knowing([1, "sent"])),
      told({ ...fresh, ...keys.state(8, ID) }, { ...knowing([0, "sent"]), ...keys.state(8, ID) }),
      told(undefined, kept("outgoing", messageOf(7))),
      told(undefined, kept("outgoing", messageOf(7))),
    ].map(([event]) => event!.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("tells a conversation put away twice from one told twice", () => {
    const put = (write: string) => told(stored(), stored({ archived: true }), write)[0]!.id;
    expect(put("1")).toBe(put("1"));
    expect(put("1")).not.toBe(put("3"));
  });
});

describe("everything else in the table", () => {
  it.each([
    ["a key", { ...keys.apiKey("hash"), organization_id: 1 }],
    ["a visitor's item", { ...keys.visitorItem(7, 1), item: {} }],
    ["a page of events", { ...keys.eventPage(1, 1), body: "{}" }],
    ["what marks their places", { ...keys.eventMarks(1, 1), id: 1 }],
    ["something new beside the messages", { pk: "conversation#7", sk: "watermark" }],
    ["something new under a message", { pk: "conversation#7", sk: `message#${ID}#reactions` }],
    ["a removal", undefined],
  ])("means nothing: %s", (_, item) => expect(told(undefined, item)).toEqual([]));

  it("is taken by the schema that the queue of events is read with", () => {
    const all = [
      told(undefined, kept("outgoing", messageOf(7))),
      told(undefined, stored()),
      told(fresh, knowing([0, "sent"])),
    ].flat();
    expect(all.map((event) => Event.parse(JSON.parse(JSON.stringify(event))))).toEqual(all);
  });
});

describe("a note that calls members", () => {
  const note = noteOf(7);
  const pages = ["agent", "bot"].map((member_id, place) => ({ id: pageId(note.id, place), member_id }));
  const calling: Note = { ...note, pages };
  const item = kept("note", calling);
  const by = (...members: string[]): Item => ({
    ...item,
    ...Object.fromEntries(
      members.map((member, place) => [`page_${place}`, { at: AT.toISOString(), by: member }]),
    ),
  });

  it("tells of each page that was resolved, and is final with the last", () => {
    const [first] = told(item, by("agent"));
    expect(first).toMatchObject({
      type: "message.page",
      is_note: true,
      is_final: false,
      message_id: note.id,
    });
    const [second] = told(by("agent"), by("agent", "bot"));
    expect(second).toMatchObject({ type: "message.page", is_note: true, is_final: true });
    expect(first!.id).not.toBe(second!.id);
    expect(Event.parse(second)).toEqual(second);
  });

  it("tells nothing of any other change", () => {
    expect(told(by("agent"), { ...by("agent"), seen: true })).toEqual([]);
    expect(told(kept("note", note), { ...kept("note", note), page_0: { at: "", by: "agent" } })).toEqual([]);
  });
});
