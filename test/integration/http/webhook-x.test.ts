import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { getMessage, listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";
import { work } from "./work.ts";
import { echoed, read, STRANGER, sendSigned, written } from "./x-events.ts";

const backend = eachWithBackend();
const CONTACT = DEMO.x.contact.address!;
let sandbox: Sandbox;
let origin: string;
beforeAll(async () => {
  sandbox = createSandbox({ port: 0, callbacks: false, xLimits: false });
  origin = await sandbox.listen();
});
afterAll(() => sandbox.close());

/** A text that left; it and X's id of it. */
const left = async (text: string) => {
  backend().clock.add(1_000);
  backend().settings.sandbox = origin;
  const { body } = await post(backend(), "x", { message_text: text });
  await work(backend(), "x");
  const sent = (await getMessage(backend(), DEMO.x.conversation, body.id)).body;
  return { id: body.id, event: sent.parts[0]!.provider_message_id!, status: sent.status };
};
const statusOf = async (id: string) => (await getMessage(backend(), DEMO.x.conversation, id)).body.status;
const texts = async () =>
  (await listMessages(backend(), DEMO.x.conversation)).body.data.map(({ message_text }) => message_text);

describe("what happens on X", () => {
  it("opens a conversation for a stranger who writes, and keeps to it", async () => {
    await sendSigned(backend(), written("500", "Hello"));
    await sendSigned(backend(), written("501", "Anybody there?"));
    const [newest] = (await listConversations(backend(), { channel: "x" })).body.data;
    expect(newest).toMatchObject({ channel: "x", contact: { address: STRANGER }, window: { state: "none" } });
    const heard = (await listMessages(backend(), newest!.id)).body.data;
    expect(heard.map(({ message_text, direction }) => [message_text, direction])).toEqual([
      ["Anybody there?", "incoming"],
      ["Hello", "incoming"],
    ]);
  });

  it("is let go when the account is nobody's here", async () => {
    await changingNothing(backend(), async () => {
      expect((await sendSigned(backend(), written("500", "Hello", { to: "31" }))).status).toBe(200);
    });
  });

  it("makes no second message of one that left, however often X tells of it", async () => {
    const { event } = await left("Hello");
    const before = await texts();
    await sendSigned(backend(), echoed(event, "Hello", CONTACT));
    expect(await texts()).toEqual(before);
    await changingNothing(backend(), async () => {
      for (const body of [echoed(event, "Hello", CONTACT), echoed("999", "written on X itself", CONTACT)])
        expect((await sendSigned(backend(), body)).status).toBe(200);
    });
  });

  it("shows what was read, and all that left before it", async () => {
    const [first, second, third] = [await left("one"), await left("two"), await left("three")];
    expect([first, second, third].map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
    await sendSigned(backend(), read(second!.event, CONTACT));
    expect(await Promise.all([first, second, third].map((one) => statusOf(one!.id)))).toEqual([
      "read",
      "read",
      "sent",
    ]);
  });

  it("leaves every message alone when what was read is none of them", async () => {
    const { id } = await left("Hello");
    expect((await sendSigned(backend(), read("77777", CONTACT))).status).toBe(200);
    expect(await statusOf(id)).toBe("sent");
  });
});
