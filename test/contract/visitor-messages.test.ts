import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO, seedDemo } from "../../infra/local/demo.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { type Items, keyOf, type Write } from "../../shared/store/items.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { visitorStore } from "../../shared/store/visitors.ts";
import { chatwoot, formOf } from "../integration/http/chatwoot.ts";
import { SAMPLES } from "../integration/http/uploads.ts";
import { type BucketHost, hostBucket } from "../support/bucket-host.ts";
import type { Embedded } from "../support/embedded.ts";
import { onBothDatabases } from "./backends.ts";

let host: BucketHost;
beforeAll(async () => {
  host = await hostBucket();
});
afterAll(() => host.stop());

/** Functions made anew, as after a restart: they share nothing but what is stored. */
const functionsOn = (items: Items) => {
  const parts = { items, bucket: host.bucket, sockets: { post: async () => true }, now: () => new Date() };
  return chatwoot({ parts: () => parts } as unknown as Embedded);
};

const visitOn = async (items: Items) => {
  const stores = { directory: directory(items), conversations: conversationStore(items) };
  if (!(await stores.directory.accountBy("webchat", "demo-inbox"))) await seedDemo(stores, new Date());
  const api = functionsOn(items);
  const { body: contact } = await api.createContact();
  const { body: conversation } = await api.startConversation({ contact: contact.source_id });
  return { contact: contact.source_id, conversation: conversation.id };
};

/** Items that fail once, when something is put under a message's key: the process ends half-way. */
const endingAtTheMessage = (items: Items): Items => {
  let ended = false;
  const check = (changes: Write[]) => {
    if (ended || !changes.some((change) => keyOf(change).sk.startsWith("message#"))) return;
    ended = true;
    throw new Error("the power went out");
  };
  return {
    ...items,
    write: async (change) => {
      check([change]);
      return items.write(change);
    },
    writeAll: async (changes) => {
      check(changes);
      return items.writeAll(changes);
    },
  };
};

onBothDatabases("a visitor's message under one echo_id", (items) => {
  const kept = async (conversation: number) => ({
    visitors: await visitorStore(items(), () => new Date()).after(conversation, 0, 100),
    members: (await messageStore(items()).list(conversation, { limit: 100 })).data,
  });

  it("is one message when twenty post it at once, and each is answered with it", async () => {
    const place = await visitOn(items());
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        functionsOn(items()).say(place, { content: "Hello", echo_id: "1234567890" }),
      ),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id} ${body.echo_id}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    const { visitors, members } = await kept(place.conversation);
    expect([visitors.length, members.length]).toEqual([1, 1]);
  });

  it("is one message when five post it at once with a file", async () => {
    const place = await visitOn(items());
    const form = () => formOf({ echo_id: "e" }, SAMPLES.png);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => functionsOn(items()).sayForm(place, form())),
    );
    expect(new Set(answers.map(({ body }) => body.attachments[0]?.id)).size).toBe(1);
    const { visitors, members } = await kept(place.conversation);
    expect([visitors.length, members.length]).toEqual([1, 1]);
  });

  it("is the first one, whatever comes later under its name, with or without a file", async () => {
    const place = await visitOn(items());
    const first = await functionsOn(items()).say(place, { content: "one", echo_id: "e" });
    const other = await functionsOn(items()).say(place, { content: "two", echo_id: "e" });
    const withFile = await functionsOn(items()).sayForm(place, formOf({ echo_id: "e" }, SAMPLES.html));
    const empty = { ...SAMPLES.png, bytes: Buffer.alloc(0) };
    const refusable = await functionsOn(items()).sayForm(place, formOf({ echo_id: "e" }, empty));
    expect([other.body, withFile.body, refusable.body]).toEqual([first.body, first.body, first.body]);
    const another = await functionsOn(items()).say(place, { content: "one", echo_id: "E" });
    expect(another.body.id).toBeGreaterThan(first.body.id);
    const { members } = await kept(place.conversation);
    expect(members.map(({ message }) => message.message_text).sort()).toEqual(["one", "one"]);
  });

  it.each([
    ["a text", (echo_id: string) => formOf({ content: "hi", echo_id })],
    ["a file", (echo_id: string) => formOf({ echo_id }, SAMPLES.png)],
  ])("reaches members once when %s is posted again after a stop half-way", async (_, form) => {
    const place = await visitOn(items());
    const broken = await functionsOn(endingAtTheMessage(items())).sayForm(place, form("e"));
    expect([broken.status, broken.body]).toEqual([500, { error: expect.any(String) }]);
    expect((await kept(place.conversation)).members).toHaveLength(0);
    const again = await functionsOn(items()).sayForm(place, form("e"));
    expect(again.status).toBe(200);
    const { visitors, members } = await kept(place.conversation);
    expect([visitors.length, members.length]).toEqual([1, 1]);
    expect(visitors[0]!.number).toBe(again.body.id);
  });

  it("may also be named by an Idempotency-Key, and without any name is a message each time", async () => {
    const place = await visitOn(items());
    const say = (headers = {}) => functionsOn(items()).say(place, { content: "hi" }, headers);
    const named = [await say({ "idempotency-key": "k" }), await say({ "idempotency-key": "k" })];
    expect(named[1]!.body).toEqual(named[0]!.body);
    expect("echo_id" in named[0]!.body).toBe(false);
    const unnamed = [await say(), await say({ "idempotency-key": "" }), await say({ "idempotency-key": "" })];
    expect(new Set([...named, ...unnamed].map(({ body }) => body.id)).size).toBe(4);
  });

  it("is another one in another conversation", async () => {
    const [one, two] = [await visitOn(items()), await visitOn(items())];
    const answers = [];
    for (const place of [one, two]) {
      answers.push(await functionsOn(items()).say(place, { content: "hi", echo_id: "e" }));
    }
    expect(new Set(answers.map(({ body }) => body.sender.id)).size).toBe(2);
    expect((await kept(two.conversation)).members).toHaveLength(1);
    expect((await kept(DEMO.webchat.conversation)).members).toHaveLength(0);
  });
});
