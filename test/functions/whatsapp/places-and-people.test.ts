import { describe, expect, it } from "vitest";
import { whatsapp } from "../../../functions/whatsapp/channel.ts";
import type { Content } from "../../../shared/domain/message.ts";
import type { SentContact } from "../../../shared/domain/rich.ts";
import { content, to } from "./fixtures.ts";
import { refusalOf } from "./strict.ts";

const send = (given: Partial<Content> & Pick<Content, "type">) => {
  const sent = whatsapp.transform(content({ ...given, media: [] }), to());
  expect(sent.parts.map(refusalOf)).toEqual(sent.parts.map(() => undefined));
  return sent;
};
const berlin = { latitude: 52.52, longitude: 13.405 };

describe("a place", () => {
  it("leaves with its name and address", () => {
    const location = { ...berlin, name: "Office", address: "Unter den Linden 1" };
    const { parts, adaptations } = send({ type: "location", location });
    expect(parts).toMatchObject([{ kind: "media", payload: { type: "location" }, slots: [] }]);
    expect(parts[0]?.payload.location).toEqual(location);
    expect(adaptations).toEqual([]);
  });

  it("with an address alone shows it as its name, for WhatsApp hides it else, and says so", () => {
    const { parts, adaptations } = send({ type: "location", location: { ...berlin, address: "Unter 1" } });
    expect(parts[0]?.payload.location).toEqual({ ...berlin, name: "Unter 1" });
    expect(adaptations).toMatchObject([{ code: "address_as_name", path: "/location/address" }]);
  });

  it("leaves blank words out", () => {
    const { parts } = send({ type: "location", location: { ...berlin, name: " ", address: "" } });
    expect(parts[0]?.payload.location).toEqual(berlin);
  });
});

describe("contacts", () => {
  const ada: SentContact = {
    name: { formatted_name: "Ada Lovelace", first_name: "Ada" },
    phones: [{ phone: "+441", type: "WORK", wa_id: "441" }],
    birthday: "1815-12-10",
  };
  const sendContacts = (...contacts: SentContact[]) => send({ type: "contacts", contacts });

  it("leave as they are given", () => {
    const { parts, adaptations } = sendContacts(ada);
    expect(parts[0]?.payload.contacts).toEqual([ada]);
    expect(adaptations).toEqual([]);
  });

  it("with a whole name only get the part that WhatsApp wants, and say so", () => {
    const { parts, adaptations } = sendContacts(ada, { name: { formatted_name: "Grace", last_name: " " } });
    expect(parts[0]?.payload.contacts).toEqual([
      ada,
      { name: { formatted_name: "Grace", first_name: "Grace" } },
    ]);
    expect(adaptations).toMatchObject([{ code: "first_name_added", path: "/contacts/1/name" }]);
  });

  it("without a name are refused, each at its place", () => {
    expect(sendContacts(ada, { name: { formatted_name: " " } }).violations).toMatchObject([
      { path: "/contacts/1/name/formatted_name", code: "required" },
    ]);
  });
});

describe("a reaction", () => {
  const react = (emoji: string) =>
    send({
      type: "reaction",
      reaction: { emoji, to: { provider_message_id: "wamid.A" } },
      replyTo: { provider_message_id: "wamid.B" },
    });

  it.each(["👍", "❤", "❤️", "👩🏽‍💻", "🇩🇪", "1️⃣"])(
    "%s names its message, and is no answer to another",
    (emoji) => {
      const { parts, adaptations } = react(emoji);
      expect(parts[0]).toMatchObject({ kind: "reaction", payload: { type: "reaction" } });
      expect(parts[0]?.payload.reaction).toEqual({ message_id: "wamid.A", emoji });
      expect(parts[0]?.payload).not.toHaveProperty("context");
      expect(adaptations).toEqual([]);
    },
  );

  it("to an id that is none of WhatsApp's is refused, and so is an answer", () => {
    const to = { provider_message_id: "m_theirs" };
    const refused = (path: string) => [{ path, code: "not_a_message_id" }];
    expect(send({ type: "reaction", reaction: { emoji: "👍", to } }).violations).toMatchObject(
      refused("/reaction/message_id"),
    );
    expect(send({ type: "text", text: "Hi", replyTo: to }).violations).toMatchObject(
      refused("/reply_to_message_id"),
    );
  });

  it("that is empty takes the earlier one back", () => {
    expect(react("").parts[0]?.payload.reaction).toEqual({ message_id: "wamid.A", emoji: "" });
  });

  it.each(["👍👍", "ok", "1", " ", "👍 "])("of %j is refused", (emoji) => {
    expect(react(emoji).violations).toMatchObject([{ path: "/reaction/emoji", code: "not_an_emoji" }]);
  });
});
