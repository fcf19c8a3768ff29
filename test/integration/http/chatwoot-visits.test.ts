import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { post } from "./channels.ts";
import { chatwoot, type Refused, visit } from "./chatwoot.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization } from "./other-organization.ts";
import { archive, getConversation, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const api = () => chatwoot(backend());

describe("a visitor", () => {
  it("is made of nothing but an inbox, gets an identifier nobody guesses, and is found by it", async () => {
    const { status, body } = await api().createContact();
    expect([status, body]).toEqual([
      200,
      {
        source_id: expect.stringMatching(/^[\w-]{32}$/),
        pubsub_token: expect.stringMatching(/^[\w-]{43}$/),
        id: expect.any(Number),
        name: null,
        email: null,
        phone_number: null,
      },
    ]);
    expect((await api().getContact({ contact: body.source_id })).body).toEqual(body);
    const other = await api().createContact();
    expect(other.body.source_id).not.toBe(body.source_id);
    expect(other.body.id).not.toBe(body.id);
  });

  it("leaves neither identifier nor token in what is stored", async () => {
    const { contact, place } = await visit(backend());
    await api().say(place, { content: "hi" });
    const stored = JSON.stringify(backend().stored());
    expect(stored).toContain(String(contact.id));
    expect(stored).not.toContain(contact.source_id);
    expect(stored).not.toContain(contact.pubsub_token);
  });

  it.each([
    [{ email: "not an address" }, ["email"]],
    [{ phone_number: "12" }, ["phone_number"]],
    [{ name: "x".repeat(256), avatar_url: "javascript:alert(1)" }, ["name", "avatar_url"]],
    [{ custom_attributes: "gold" }, ["custom_attributes"]],
    [[], ["base"]],
  ])("who says %j is refused as Chatwoot does", async (said, attributes) => {
    const answer = await changingNothing(backend(), () => api().createContact<Refused>(said));
    expect([answer.status, answer.body]).toEqual([422, { message: expect.any(String), attributes }]);
    expect(answer.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-request-id": expect.stringMatching(/./),
    });
  });
});

describe("a visitor's conversation", () => {
  it("is opened anew each time, listed latest first, and members find it", async () => {
    const { contact, place } = await visit(backend());
    backend().clock.add(1_000);
    const { body: second } = await api().startConversation(place);
    expect(second).toEqual({
      id: expect.any(Number),
      inbox_id: expect.any(Number),
      status: "open",
      messages: [],
      contact: { id: contact.id, name: "Ada", email: null, phone_number: null },
    });
    await api().say(place, { content: "first" });
    await api().say(place, { content: "second" });
    const { body: listed } = await api().listConversations(place);
    expect(listed.map(({ id, messages }) => [id, messages.map(({ content }) => content)])).toEqual([
      [second.id, []],
      [place.conversation, ["second"]],
    ]);
    const { body: one } = await api().getConversation(place);
    expect(one.messages.map(({ content }) => content)).toEqual(["first", "second"]);
    expect((await getConversation(backend(), place.conversation)).body).toMatchObject({
      channel: "webchat",
      contact_id: contact.id,
      contact: { name: "Ada" },
    });
  });

  it("shows what members archived as resolved, and is open again with the next message", async () => {
    const { place } = await visit(backend());
    await archive(backend(), place.conversation);
    expect((await api().getConversation(place)).body.status).toBe("resolved");
    await api().say(place, { content: "one more thing" });
    expect((await api().getConversation(place)).body.status).toBe("open");
  });

  it("shows members what the visitor wrote, as an event too", async () => {
    const { place } = await visit(backend());
    await api().say(place, { content: "Where is my order?", echo_id: "e1" });
    const { body } = await listMessages(backend(), place.conversation);
    expect(body.data).toMatchObject([
      { direction: "incoming", message_type: "text", message_text: "Where is my order?", attachments: [] },
    ]);
    const told = await backend().events.after(1, 0, 1_000);
    expect(told.filter(({ message_id }) => message_id === body.data[0]!.id)).toMatchObject([
      { type: "message.incoming", conversation_id: place.conversation },
    ]);
  });

  it("never shows a note, nor leaves a gap where one is", async () => {
    const { place } = await visit(backend());
    const to = { conversation_id: place.conversation };
    await api().say(place, { content: "hello?" });
    await post(backend(), "webchat", { ...to, message_type: "note", message_text: "the difficult one" });
    await post(backend(), "webchat", { ...to, message_text: "Good morning" });
    await work(backend(), "webchat");
    const { text, body } = await api().listMessages(place);
    expect(body.map(({ content }) => content)).toEqual(["hello?", "Good morning"]);
    expect(text + (await api().getConversation(place)).text).not.toContain("difficult");
  });

  it("is read backwards by pages of twenty, whoever wrote", async () => {
    const { place } = await visit(backend());
    for (let index = 1; index <= 45; index += 1) await api().say(place, { content: String(index) });
    const seen: string[] = [];
    let before: number | undefined;
    for (;;) {
      const query = before === undefined ? {} : { before: String(before) };
      const { body } = await api().listMessages(place, query);
      if (body.length === 0) break;
      expect(body.length).toBeLessThanOrEqual(20);
      seen.unshift(...body.map(({ content }) => content ?? ""));
      before = body[0]!.id;
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => String(index + 1)));
    const wrong = await api().listMessages<Refused>(place, { before: "yesterday" });
    expect([wrong.status, wrong.body.attributes]).toEqual([422, ["before"]]);
  });
});

describe("without both identifiers", () => {
  it("everything is absent, in the same bytes, whatever is wrong", async () => {
    await addOtherOrganization(backend());
    const { place } = await visit(backend());
    const stranger = await visit(backend());
    const places = [
      { ...place, inbox: "nobodys" },
      { ...place, inbox: "other-inbox" },
      { ...place, inbox: "x".repeat(3_000) },
      { ...place, contact: "nobodys" },
      { ...place, contact: "x".repeat(3_000) },
      { ...stranger.place, conversation: place.conversation },
      { ...place, conversation: DEMO.webchat.conversation },
      { ...place, conversation: DEMO.whatsapp.conversation },
      { ...place, conversation: 999 },
      { ...place, conversation: "one" },
      { ...place, conversation: 2 ** 60 },
    ];
    const answers = await changingNothing(backend(), () =>
      Promise.all(
        places.flatMap((one) => [
          api().listMessages<Refused>(one),
          api().getConversation<Refused>(one),
          api().say<Refused>(one, { content: "let me in" }),
        ]),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['404 {"error":"Resource could not be found"}']),
    );
  });

  it("no contact is shown, none is made and no conversation is opened", async () => {
    await addOtherOrganization(backend());
    const { place } = await visit(backend());
    const elsewhere = { ...place, inbox: "other-inbox" };
    const answers = await changingNothing(backend(), () =>
      Promise.all([
        api().createContact<Refused>({ name: "Eve" }, "nobodys"),
        api().createContact<Refused>("{", "nobodys"),
        api().getContact<Refused>({ ...place, inbox: "nobodys" }),
        api().getContact<Refused>({ contact: "nobodys" }),
        api().getContact<Refused>(elsewhere),
        api().startConversation<Refused>(elsewhere),
        api().listConversations<Refused>(elsewhere),
        api().startConversation<Refused>({ contact: "nobodys" }),
        api().listConversations<Refused>({ contact: "nobodys" }),
      ]),
    );
    for (const { status, body } of answers) {
      expect([status, body]).toEqual([404, { error: "Resource could not be found" }]);
    }
  });
});
