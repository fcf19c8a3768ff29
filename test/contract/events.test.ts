import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoItems } from "../../shared/aws/items.ts";
import { pageId } from "../../shared/domain/ids.ts";
import { Database } from "../../shared/embedded/database.ts";
import { sqliteEvents } from "../../shared/embedded/events.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../shared/embedded/items.ts";
import type { EventStore } from "../../shared/messaging/event-ports.ts";
import { arrivalStore } from "../../shared/store/arrivals.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { eventStore } from "../../shared/store/events.ts";
import type { Items } from "../../shared/store/items.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { pageStore } from "../../shared/store/pages.ts";
import { noDynamoDb, startDynamoDb, TABLE } from "../support/dynamodb.ts";
import { withStream } from "../support/told-changes.ts";
import {
  accountOf,
  conversationOf,
  incomingOf,
  messageOf,
  NOW,
  nextId,
  nextWhole,
  noteOf,
} from "./store-fixtures.ts";

interface Opened {
  items: Items;
  events: EventStore;
  /** Lets every change become an event, and tells those again that have. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const onOneMachine = async (): Promise<Opened> => {
  const database = new Database(undefined, ITEMS_SCHEMA);
  return {
    items: sqliteItems(database),
    events: sqliteEvents(database),
    settle: async () => {},
    close: async () => database.close(),
  };
};

const onAws = async (): Promise<Opened> => {
  const { client, stop } = await startDynamoDb();
  const table = dynamoItems(client, TABLE.TableName);
  const { items, tell } = withStream(table);
  return { items, events: eventStore(table), settle: tell, close: stop };
};

const at = NOW.toISOString();
const sides: [string, () => Promise<Opened>, boolean][] = [
  ["in the change's own transaction", onOneMachine, false],
  [noDynamoDb ?? "from the table's stream", onAws, noDynamoDb !== undefined],
];

for (const [side, open, skipped] of sides) {
  describe.skipIf(skipped)(`events ${side}`, () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    const told = async (organization: number, after = 0, limit = 100) => {
      await opened.settle();
      return opened.events.after(organization, after, limit);
    };
    const inOrganization = (organization_id: number) => ({
      organization_id,
      account_id: `account${organization_id}`,
    });

    it("tell of each file of a message when it came or will not, after the message itself", async () => {
      const organization = nextWhole();
      const source = { media_id: "9" };
      const attachment = { kind: "image" as const, source, state: "not_fetched" as const };
      const message = {
        ...incomingOf(nextWhole()),
        organization_id: organization,
        attachments: [attachment, { ...attachment, kind: "file" as const }],
      };
      const ref = { conversation_id: message.conversation_id, message_id: message.id };
      const arrivals = arrivalStore(opened.items);
      await messageStore(opened.items).addIncoming(message);
      await arrivals.keepPromised(ref);
      const file = { id: nextId(), key: "1/a/a.pdf", name: "a.pdf", type: "application/pdf", size: 5 };
      await arrivals.settle(ref, 1, { state: "fetched", file });
      const failure = { code: "media_gone", message: "Gone.", retryable: false, next_step: "Ask." };
      await arrivals.settle(ref, 0, { state: "failed", failure: { ...failure, fix_by: "customer" } });
      await arrivals.settle(ref, 0, { state: "fetched", file });

      const events = await told(organization);
      expect(events.map(({ type, message_id, is_final }) => [type, message_id, is_final])).toEqual([
        ["message.incoming", message.id, false],
        ["message.attachment", message.id, false],
        ["message.attachment", message.id, true],
      ]);
      expect(
        events.map(({ data }) => (data.attachments as { state: string }[]).map(({ state }) => state)),
      ).toEqual([
        ["not_fetched", "not_fetched"],
        ["not_fetched", "fetched"],
        ["failed", "fetched"],
      ]);
      expect(events[2]!.data).toMatchObject({
        id: message.id,
        conversation_id: message.conversation_id,
        attachments: [{ error: failure }, { s3_key: "1/a/a.pdf", file_size: 5, error: null }],
      });
      expect(JSON.stringify(events)).not.toContain("media_id");
    });

    it("tell once of each page of a note that was resolved", async () => {
      const organization_id = nextWhole();
      const note = noteOf(nextWhole());
      const pages = ["agent", "bot"].map((member_id, place) => ({ id: pageId(note.id, place), member_id }));
      await messageStore(opened.items).addNote({ ...note, organization_id, pages });
      const ref = { conversation_id: note.conversation_id, message_id: note.id };
      for (const [place, by] of [
        [1, "bot"],
        [1, "bot"],
        [0, "agent"],
      ] as const) {
        await pageStore(opened.items).resolve(ref, place, { at, by });
      }
      const events = await told(organization_id);
      expect(events.map(({ type, is_note, is_final }) => [type, is_note, is_final])).toEqual([
        ["message.created", true, true],
        ["message.page", true, false],
        ["message.page", true, true],
      ]);
      expect(
        events.map(({ data }) => (data.pages as { resolved: boolean }[]).map(({ resolved }) => resolved)),
      ).toEqual([
        [false, false],
        [false, true],
        [true, true],
      ]);
    });

    it("tell a message's whole life in order, 1, 2, 3, …", async () => {
      const organization = nextWhole();
      const own = inOrganization(organization);
      const messages = messageStore(opened.items);
      const conversation = conversationOf(organization, { account: accountOf(organization, own.account_id) });
      await conversationStore(opened.items).add(conversation);
      const message = { ...messageOf(conversation.id, 2), ...own };
      await messages.addOutgoing(message);
      await messages.begin(message, 0, 1, NOW);
      const learn = (part: number, fact: "sent" | "delivered", more = {}) =>
        messages.record({ conversation_id: conversation.id, message_id: message.id }, [
          { part, fact, value: { at, ...more } },
        ]);
      await learn(0, "sent", { provider_message_id: "wamid.1" });
      await learn(1, "sent");
      await learn(1, "sent");
      await learn(0, "delivered");
      await messages.addIncoming({ ...incomingOf(conversation.id), ...own });
      await messages.addNote({ ...noteOf(conversation.id), organization_id: organization });
      await conversationStore(opened.items).archive(conversation.id, true);

      const events = await told(organization);
      expect(events.map(({ seq, type, is_note, is_final }) => [seq, type, is_note, is_final])).toEqual([
        [1, "conversation.updated", false, true],
        [2, "message.created", false, false],
        [3, "message.status", false, false],
        [4, "message.status", false, false],
        [5, "message.status", false, true],
        [6, "message.status", false, true],
        [7, "message.incoming", false, true],
        [8, "message.created", true, true],
        [9, "conversation.updated", false, true],
      ]);
      expect(events[3]!.data).toMatchObject({ parts: [{ provider_message_id: "wamid.1" }, {}] });
      expect(events[8]!.data).toMatchObject({ archived: true });
      expect(await told(organization)).toEqual(events);
      expect(await told(organization, 3, 2)).toEqual(events.slice(3, 5));
      expect(await told(organization, 9)).toEqual([]);
    });

    it("count each organization by itself", async () => {
      const [one, other] = [nextWhole(), nextWhole()];
      const messages = messageStore(opened.items);
      for (const organization_id of [one, other, one]) {
        await messages.addNote({ ...noteOf(nextWhole()), organization_id });
      }
      expect((await told(one)).map(({ seq }) => seq)).toEqual([1, 2]);
      expect((await told(other)).map(({ seq }) => seq)).toEqual([1]);
    });

    it("tell every time that a conversation is put away and taken out again", async () => {
      const organization = nextWhole();
      const conversation = conversationOf(organization);
      const conversations = conversationStore(opened.items);
      await conversations.add(conversation);
      for (const archived of [true, false, true, true])
        await conversations.archive(conversation.id, archived);
      const shown = (await told(organization)).map(({ seq, data }) => [seq, data.archived]);
      expect(shown).toEqual([
        [1, false],
        [2, true],
        [3, false],
        [4, true],
      ]);
    });

    it("come back in the order of their places, beyond nine", async () => {
      const organization_id = nextWhole();
      for (let count = 0; count < 12; count += 1) {
        await messageStore(opened.items).addNote({ ...noteOf(nextWhole()), organization_id });
      }
      const seqs = (await told(organization_id, 8)).map(({ seq }) => seq);
      expect(seqs).toEqual([9, 10, 11, 12]);
    });
  });
}
