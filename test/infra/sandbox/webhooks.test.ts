import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Caught,
  IG_OF_PAGE,
  INSTAGRAM,
  INSTAGRAM_PAGE,
  NUMBER,
  PAGE,
  SECRET,
  SID,
  TWILIO_TOKEN,
  until,
  useSandbox,
  useServer,
} from "./helper.ts";

const sandbox = useSandbox();
const { text, messenger, instagram, sms, json, wa } = sandbox;
const hook = useServer(({ url, raw }, count) => {
  if (raw.includes("never")) return { status: 500 };
  return { status: raw.includes("second try") && count % 2 === 1 ? 500 : 200, body: url };
});
const connect = () => json("PUT", "/control", { webhooks: hook.origin() });

type Status = { status: string; [key: string]: unknown };
type Messaging = {
  message: Record<string, unknown>;
  delivery: object;
  read: object;
};
type Value = { statuses: Status[]; messages: object[]; contacts: object[] };
type Body = { entry: { changes: { value: Value }[]; messaging: Messaging[] }[] };
const parsed = ({ raw }: Caught): Body => JSON.parse(raw.toString());
const form = ({ raw }: Caught) => Object.fromEntries(new URLSearchParams(raw.toString()));

function isSignedByMeta({ raw, headers }: Caught): boolean {
  return (
    headers["x-hub-signature-256"] === `sha256=${createHmac("sha256", SECRET).update(raw).digest("hex")}`
  );
}

function isSignedByTwilio(caught: Caught): boolean {
  let base = hook.origin() + caught.url;
  const fields = form(caught);
  for (const key of Object.keys(fields).sort()) base += key + fields[key];
  return (
    caught.headers["x-twilio-signature"] === createHmac("sha1", TWILIO_TOKEN).update(base).digest("base64")
  );
}

/** Sends, and waits for `count` webhooks. */
async function caughtAfter(count: number, send: () => Promise<unknown>): Promise<Caught[]> {
  await connect();
  hook.caught.length = 0;
  await send();
  await until(() => hook.caught.length >= count);
  // Time for one too many.
  await new Promise((resolve) => setTimeout(resolve, 30));
  return [...hook.caught];
}

const statusesOf = (list: Caught[]) => list.map((one) => parsed(one).entry[0]?.changes[0]?.value.statuses[0]);

describe("WhatsApp statuses", () => {
  it("are sent, delivered and read, signed, with the opaque data", async () => {
    const list = await caughtAfter(3, () => text("hi", { biz_opaque_callback_data: "part_1" }));
    expect(list.map(({ url }) => url)).toEqual(Array(3).fill("/webhooks/whatsapp"));
    expect(list.every(isSignedByMeta)).toBe(true);
    const statuses = statusesOf(list);
    expect(statuses.map((one) => one?.status)).toEqual(["sent", "delivered", "read"]);
    expect(statuses[0]).toMatchObject({ biz_opaque_callback_data: "part_1", recipient_id: "15550001111" });
    const [change] = parsed(list[0] as Caught).entry[0]?.changes ?? [];
    expect(change).toMatchObject({ field: "messages", value: { metadata: { phone_number_id: NUMBER } } });
  });

  it("are one failure without contacts when asked, with the code asked for", async () => {
    const [only, ...more] = await caughtAfter(1, () => text("sandbox:failed=131049"));
    expect(more).toEqual([]);
    const value = parsed(only as Caught).entry[0]?.changes[0]?.value;
    expect(value).not.toHaveProperty("contacts");
    expect(value?.statuses[0]).toMatchObject({ status: "failed", errors: [{ code: 131049 }] });
  });

  it("come shuffled, doubled or late when asked", async () => {
    const names = async (wish: string, count: number) =>
      statusesOf(await caughtAfter(count, () => text(wish))).map((one) => String(one?.status));
    expect(await names("sandbox:shuffled", 3)).toEqual(["read", "delivered", "sent"]);
    expect(await names("sandbox:duplicate", 6)).toEqual([
      "sent",
      "sent",
      "delivered",
      "delivered",
      "read",
      "read",
    ]);
    const begun = performance.now();
    expect(await names("sandbox:late=80", 3)).toHaveLength(3);
    expect(performance.now() - begun).toBeGreaterThan(75);
  });

  it("come for a lost answer, and not for silent, refused or id-less ones", async () => {
    const lost = () => text("sandbox:lost").catch(() => undefined);
    expect(await caughtAfter(3, lost)).toHaveLength(3);
    expect(await caughtAfter(0, () => text("sandbox:silent"))).toEqual([]);
    expect(await caughtAfter(0, () => text("sandbox:refuse"))).toEqual([]);
    expect(await caughtAfter(0, () => text("sandbox:noid"))).toEqual([]);
    expect(await caughtAfter(0, () => text("sandbox:lost sandbox:silent").catch(() => undefined))).toEqual(
      [],
    );
  });

  it("tell that a media link could not be used", async () => {
    const send = () => wa({ type: "image", image: { link: `${hook.origin()}/a.png` } });
    const list = await caughtAfter(2, send);
    expect(statusesOf(list.slice(-1))[0]).toMatchObject({ status: "failed", errors: [{ code: 131053 }] });
  });

  it("are switched off and on", async () => {
    await connect();
    await json("PUT", "/control", { callbacks: "off" });
    hook.caught.length = 0;
    await text("hi");
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(hook.caught).toEqual([]);
    await json("PUT", "/control", { callbacks: "on" });
    expect(await caughtAfter(3, () => text("hi"))).toHaveLength(3);
  });
});

describe("Messenger and Instagram events", () => {
  it("are Messenger's echo with metadata, delivery and read", async () => {
    const list = await caughtAfter(3, () => messenger({ text: "hi", metadata: "part_2" }));
    expect(list.every(isSignedByMeta)).toBe(true);
    expect(list[0]?.url).toBe("/webhooks/messenger");
    const [echo, delivery, read] = list.map((one) => parsed(one).entry[0]?.messaging[0]);
    expect(echo).toMatchObject({
      sender: { id: PAGE },
      recipient: { id: "7001" },
      message: { is_echo: true, metadata: "part_2", app_id: expect.any(Number), text: "hi" },
    });
    const mid = echo?.message.mid;
    expect(delivery).toMatchObject({
      sender: { id: "7001" },
      delivery: { mids: [mid], watermark: expect.any(Number) },
    });
    expect(read?.read).toEqual({ watermark: expect.any(Number) });
  });

  it("are Instagram's echo and seen, in the name of the Instagram account", async () => {
    const list = await caughtAfter(2, () => instagram({ text: "hi", metadata: "m" }, {}, INSTAGRAM_PAGE));
    expect(list).toHaveLength(2);
    expect(list[0]?.url).toBe("/webhooks/instagram");
    const [echo, seen] = list.map((one) => parsed(one).entry[0]?.messaging[0]);
    expect(echo).toMatchObject({ sender: { id: IG_OF_PAGE }, message: { is_echo: true, text: "hi" } });
    expect(echo?.message).not.toHaveProperty("metadata");
    expect(seen?.read).toEqual({ mid: echo?.message.mid });
  });

  it("know no failed event", async () => {
    expect(await caughtAfter(0, () => messenger({ text: "sandbox:failed" }))).toEqual([]);
  });
});

describe("Twilio's status callback", () => {
  const callback = () => ({ Body: "hi", StatusCallback: `${hook.origin()}/status?part=p%201&x=é` });

  it("goes to the URL of the message, signed over its query, without the initial status", async () => {
    const list = await caughtAfter(2, () => sms(callback()));
    expect(list.map((one) => form(one).MessageStatus)).toEqual(["sent", "delivered"]);
    expect(list[1] && form(list[1])).toMatchObject({
      AccountSid: SID,
      To: "+15550001111",
      From: "+15550002222",
    });
    expect(list[1] && form(list[1]).RawDlrDoneDate).toMatch(/^\d{10}$/);
  });

  it("is signed over exactly the URL it calls", async () => {
    const list = await caughtAfter(2, () =>
      sms({ Body: "hi", StatusCallback: `${hook.origin()}/s?part=p%201` }),
    );
    expect(list.every(isSignedByTwilio)).toBe(true);
  });

  it("begins with queued when a service picks the sender", async () => {
    const service = { From: "", MessagingServiceSid: `MG${"0".repeat(32)}` };
    const list = await caughtAfter(3, () => sms({ ...callback(), ...service }));
    expect(list.map((one) => form(one).MessageStatus)).toEqual(["queued", "sent", "delivered"]);
  });

  it("tells a failure with its code", async () => {
    const list = await caughtAfter(1, () => sms({ ...callback(), Body: "sandbox:failed=30005" }));
    expect(list.map((one) => [form(one).MessageStatus, form(one).ErrorCode])).toEqual([["failed", "30005"]]);
  });
});

describe("a contact that writes", () => {
  const said = { text: "Grüße / 👋", name: "Ada" };

  it("on WhatsApp arrives as Meta sends it: escaped and signed over those bytes", async () => {
    const say = { channel: "whatsapp", account: NUMBER, from: "15551112222", ...said };
    const [one] = await caughtAfter(1, () => sandbox.say(say));
    if (!one) throw new Error("nothing came");
    expect(isSignedByMeta(one)).toBe(true);
    expect(one.raw.toString()).toContain("Gr\\u00fc\\u00dfe \\/ \\ud83d\\udc4b");
    const value = parsed(one).entry[0]?.changes[0]?.value;
    expect(value?.contacts).toEqual([{ profile: { name: "Ada" }, wa_id: "15551112222" }]);
    expect(value?.messages[0]).toMatchObject({
      from: "15551112222",
      type: "text",
      text: { body: said.text },
    });
  });

  it("on WhatsApp may be a business-scoped id without a phone", async () => {
    const say = { channel: "whatsapp", account: NUMBER, from: "US.1349abc", ...said };
    const [one] = await caughtAfter(1, () => sandbox.say(say));
    const value = one && parsed(one).entry[0]?.changes[0]?.value;
    expect(value?.messages[0]).toMatchObject({ from_user_id: "US.1349abc" });
    expect(value?.messages[0]).not.toHaveProperty("from");
  });

  it.each([
    ["messenger", PAGE, "page"],
    ["instagram", INSTAGRAM, "instagram"],
  ])("on %s arrives with the time it was written", async (channel, account, object) => {
    const at = "2026-11-20T10:00:00Z";
    const [one] = await caughtAfter(1, () => sandbox.say({ channel, account, from: "7009", at, ...said }));
    expect(one && isSignedByMeta(one)).toBe(true);
    expect(one && parsed(one)).toMatchObject({
      object,
      entry: [
        {
          id: account,
          messaging: [{ sender: { id: "7009" }, timestamp: Date.parse(at), message: { text: said.text } }],
        },
      ],
    });
  });

  it.each([
    ["quick_reply", { message: { text: "Red", quick_reply: { payload: "RED" } } }],
    ["postback", { postback: { title: "Red", payload: "RED" } }],
  ])("may be a tap on Messenger: %s", async (kind, event) => {
    const tapped = { kind, title: "Red", payload: "RED" };
    const say = { channel: "messenger", account: PAGE, from: "7009", tapped };
    const [one] = await caughtAfter(1, () => sandbox.say(say));
    const messaging = [{ sender: { id: "7009" }, ...event }];
    expect(one && parsed(one)).toMatchObject({ entry: [{ id: PAGE, messaging }] });
    expect((await sandbox.say({ ...say, text: "and a text" })).status).toBe(400);
  });

  it("by SMS arrives as a signed form", async () => {
    const say = { channel: "sms", account: "+15550002222", account_sid: SID, from: "+15551112222", ...said };
    const [one] = await caughtAfter(1, () => sandbox.say(say));
    expect(one?.url).toBe("/webhooks/twilio");
    expect(one && isSignedByTwilio(one)).toBe(true);
    expect(one && form(one)).toMatchObject({
      Body: said.text,
      From: "+15551112222",
      To: "+15550002222",
      AccountSid: SID,
    });
  });

  it("is answered when the webhook was taken, when asked to wait", async () => {
    await connect();
    hook.caught.length = 0;
    const say = { channel: "messenger", account: PAGE, from: "7009", text: "second try" };
    const { status, body } = await sandbox.say(say, true);
    expect([status, body.webhook]).toMatchObject([200, { taken: true, status: 200, attempts: 2 }]);
  });

  it("is given up after some tries", async () => {
    await connect();
    const { status, body } = await sandbox.say(
      { channel: "messenger", account: PAGE, from: "7009", text: "never" },
      true,
    );
    expect([status, body.webhook]).toMatchObject([502, { taken: false, status: 500, attempts: 4 }]);
    await json("PUT", "/control", { webhooks: "http://127.0.0.1:1" });
    const nobody = await sandbox.say({ channel: "messenger", account: PAGE, from: "7009", text: "a" }, true);
    expect(nobody.body.webhook).toMatchObject({ taken: false, status: 0 });
  });

  it("only opens its window when nobody takes webhooks", async () => {
    await json("PUT", "/control", { webhooks: null });
    const { status, body } = await sandbox.say(
      { channel: "messenger", account: PAGE, from: "7009", text: "a" },
      true,
    );
    expect([status, body.webhook]).toEqual([202, null]);
  });

  it("is checked", async () => {
    expect((await sandbox.say({ channel: "fax", text: "a" })).status).toBe(400);
    expect((await sandbox.say({ channel: "sms", account: "1", from: "2", text: "a" })).status).toBe(400);
    expect((await sandbox.say({ channel: "messenger", account: PAGE, from: "7009", text: "" })).status).toBe(
      400,
    );
  });
});
