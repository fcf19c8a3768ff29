import { describe, expect, it } from "vitest";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signMeta } from "../../../infra/local/sandbox/sign.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { bodyOf, CREATE, entryOf, META, type Meta, STRANGER, WROTE } from "./meta.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const deliver = (channel: Meta, ...entries: object[]) => {
  const body = bodyOf(channel, ...entries);
  return call(CREATE[channel](backend().parts(channel)), `POST /webhooks/${channel}`, {
    key: null,
    body,
    headers: { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) },
  });
};
const opened = async (channel: Meta) =>
  (await listConversations(backend(), { channel })).body.data.filter(({ id }) => id > 1_000);
const textsOf = async (id: number) =>
  (await listMessages(backend(), id)).body.data.map(({ message_text }) => message_text);

/** A person's message of another kind than text, as Meta documents it for each channel. */
const picture = (channel: Meta): object => {
  if (channel === "whatsapp") {
    const message = {
      from: STRANGER.whatsapp,
      id: "wamid.picture",
      timestamp: String(WROTE / 1000),
      type: "image",
      image: { id: "900", mime_type: "image/jpeg", sha256: "x" },
    };
    const metadata = DEMO.whatsapp.account.provider_ids;
    return { id: "1", changes: [{ field: "messages", value: { metadata, messages: [message] } }] };
  }
  const entry = entryOf(channel, { id: "m.picture", text: "" }) as { messaging: { message: object }[] };
  entry.messaging[0]!.message = {
    mid: "m.picture",
    attachments: [{ type: "image", payload: { url: "https://cdn.example.com/1" } }],
  };
  return entry;
};

describe.each(META)("a picture from somebody new on %s", (channel) => {
  it("is kept as a message without text, opens the window, and can be answered", async () => {
    expect((await deliver(channel, picture(channel))).status).toBe(200);
    const [conversation] = await opened(channel);
    expect(conversation?.window).toMatchObject({ state: "open", opened_at: "2026-03-01T08:00:00.000Z" });
    expect((await listMessages(backend(), conversation!.id)).body.data).toMatchObject([
      { direction: "incoming", message_text: null },
    ]);
    const reply = { conversation_id: conversation!.id, message_text: "Nice" };
    expect((await post(backend(), channel, reply)).status).toBe(201);
    const quoted = (await listMessages(backend(), conversation!.id)).body.data.at(-1)!.id;
    const quoting = await post(backend(), channel, { ...reply, reply_to_message_id: quoted });
    expect(quoting.status).toBe(201);
  });

  it("changes nothing when it comes again", async () => {
    await deliver(channel, picture(channel));
    await changingNothing(backend(), () => deliver(channel, picture(channel)));
  });
});

describe.each(META)("a time that cannot be on %s", (channel) => {
  const DAY = 86_400_000;
  const year5000 = Date.parse("5000-01-01T00:00:00.000Z");

  it.each([
    ["the last one a date can hold", 8.64e15],
    ["beyond what an id can hold", 2 ** 48 * 1_000],
    ["in the year 5000", year5000],
    ["a second more than a day ahead", WROTE + 3_600_000 + DAY + 1_000],
  ])("%s, is passed over, and the good message beside it is kept", async (_, at) => {
    const odd = { id: "m.odd", text: "from the future", at };
    const good = { id: "m.good", text: "from today" };
    for (let time = 0; time < 2; time += 1) {
      expect((await deliver(channel, entryOf(channel, odd, good))).status).toBe(200);
    }
    const [conversation, ...others] = await opened(channel);
    expect(others).toEqual([]);
    expect(await textsOf(conversation!.id)).toEqual(["from today"]);
    expect(conversation!.window).toMatchObject({ expires_at: "2026-03-02T08:00:00.000Z" });
  });

  it("is none of a provider whose clock is ahead by less than a day", async () => {
    const early = { id: "m.early", text: "a little early", at: WROTE + 3_600_000 + DAY };
    await deliver(channel, entryOf(channel, early));
    const [conversation] = await opened(channel);
    expect(await textsOf(conversation!.id)).toEqual(["a little early"]);
  });

  it("opens no conversation of its own", async () => {
    await changingNothing(backend(), async () => {
      const odd = { id: "m.odd", text: "from the future", at: year5000 };
      expect((await deliver(channel, entryOf(channel, odd))).status).toBe(200);
    });
  });
});
