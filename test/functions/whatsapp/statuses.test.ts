import { describe, expect, it } from "vitest";
import { incomingOf } from "../../../functions/whatsapp/incoming.ts";
import { statusesOf } from "../../../functions/whatsapp/statuses.ts";
import { NUMBER_ID } from "./fixtures.ts";

type Thing = Record<string, unknown>;
const change = (value: Thing, id = NUMBER_ID, field = "messages") => ({
  field,
  value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550100", phone_number_id: id },
    ...value,
  },
});
const webhook = (...changes: unknown[]) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "102290129340398", changes }],
});
const SECONDS = "1763726400";
const AT = new Date("2025-11-21T12:00:00.000Z");

const status = (word: string, more: Thing = {}) => ({
  id: "wamid.S",
  status: word,
  timestamp: SECONDS,
  recipient_id: "4915112345678",
  biz_opaque_callback_data: "42.01jd00000000000000000000010",
  ...more,
});
const said = (more: Thing = {}) => ({
  id: "wamid.M",
  from: "4915112345678",
  timestamp: SECONDS,
  type: "text",
  text: { body: "Hi" },
  ...more,
});

describe("what WhatsApp reports of a message", () => {
  it.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["played", "read"],
  ])("%s is %s to us, with our handle and the provider's time and word", (word, fact) => {
    expect(statusesOf(webhook(change({ statuses: [status(word)] })))).toEqual([
      {
        providerAccountId: NUMBER_ID,
        handle: "42.01jd00000000000000000000010",
        provider_message_id: "wamid.S",
        fact,
        word,
        at: AT,
      },
    ]);
  });

  it("failed carries its card", () => {
    const errors = [
      {
        code: 131026,
        title: "Message undeliverable",
        message: "m",
        error_data: { details: "Not on WhatsApp" },
      },
    ];
    const [report] = statusesOf(webhook(change({ statuses: [status("failed", { errors })] })));
    expect(report).toMatchObject({
      fact: "failed",
      failure: {
        provider_code: "131026",
        provider_message: "Message undeliverable",
        message: "Not on WhatsApp",
        fix_by: "customer",
        retryable: false,
      },
    });
  });

  it.each([[undefined], [[]], [["odd"]]])(
    "failed without a readable reason (%j) is failed all the same",
    (errors) => {
      const [report] = statusesOf(webhook(change({ statuses: [status("failed", { errors })] })));
      expect(report?.fact).toBe("failed");
      expect(report?.failure?.message).toContain("without a reason");
    },
  );

  it("a message that was not ours has no handle", () => {
    const [report] = statusesOf(
      webhook(change({ statuses: [status("sent", { biz_opaque_callback_data: undefined })] })),
    );
    expect(report?.handle).toBeUndefined();
  });

  it("all entries and all changes are read, in their order", () => {
    const two = (...ids: string[]) => ids.map((id) => status("sent", { id }));
    const body = {
      entry: [
        { id: "1", changes: [change({ statuses: two("a", "b") }), change({ statuses: two("c") }, "other")] },
        { id: "2", changes: [change({ statuses: two("d") })] },
      ],
    };
    expect(statusesOf(body).map((one) => [one.provider_message_id, one.providerAccountId])).toEqual([
      ["a", NUMBER_ID],
      ["b", NUMBER_ID],
      ["c", "other"],
      ["d", NUMBER_ID],
    ]);
  });

  it("an odd one in between hides none of the others", () => {
    const odd = [
      null,
      5,
      status("deleted"),
      status("sent", { id: 7 }),
      status("sent", { timestamp: "soon" }),
    ];
    const body = webhook(null, change({ statuses: [status("sent"), ...odd, status("read")] }));
    expect(statusesOf(body).map(({ word }) => word)).toEqual(["sent", "read"]);
  });
});

describe("what a contact writes", () => {
  it("comes with phone, user id, name, text and the provider's time", () => {
    const contacts = [
      { wa_id: "4915112345678", user_id: "DE.77", profile: { name: "Ada", username: "@ada" } },
    ];
    expect(incomingOf(webhook(change({ contacts, messages: [said()] })))).toEqual([
      {
        providerAccountId: NUMBER_ID,
        messages: [
          {
            provider_message_id: "wamid.M",
            from: "+4915112345678",
            user_id: "DE.77",
            name: "Ada",
            text: "Hi",
            content: { message_type: "text" },
            at: AT,
          },
        ],
        openings: [],
        choices: [],
      },
    ]);
  });

  it("comes without a phone from people who hide it", () => {
    const contacts = [{ user_id: "US.134", profile: { name: "Ada" } }];
    const messages = [said({ from: undefined, from_user_id: "US.134" })];
    expect(incomingOf(webhook(change({ contacts, messages })))[0]?.messages[0]).toMatchObject({
      from: undefined,
      user_id: "US.134",
      name: "Ada",
    });
  });

  it("two people in one change keep their own names", () => {
    const contacts = [
      { wa_id: "1", profile: { name: "Ada" } },
      { wa_id: "2", profile: { name: "Bob" } },
    ];
    const messages = [said({ from: "2" }), said({ from: "1" }), said({ from: "3" })];
    const names = incomingOf(webhook(change({ contacts, messages })))[0]?.messages.map(({ name }) => name);
    expect(names).toEqual(["Bob", "Ada", undefined]);
  });

  it.each([
    ["a picture", { type: "image", image: { id: "1" } }, null],
    ["a picture with a caption", { type: "image", image: { id: "1", caption: "Look" } }, "Look"],
    ["a video with a caption", { type: "video", video: { caption: "Look" } }, "Look"],
    ["a document", { type: "document", document: { filename: "a.pdf", caption: "" } }, null],
    ["a voice note", { type: "audio", audio: { voice: true } }, null],
    ["a sticker", { type: "sticker", sticker: {} }, null],
    ["a place", { type: "location", location: { name: "Home" } }, null],
    ["contacts", { type: "contacts", contacts: [{}] }, null],
    ["an order", { type: "order", order: { text: 7 } }, null],
    ["a template's button", { type: "button", button: { text: "Yes", payload: "y" } }, "Yes"],
    [
      "a chosen button",
      { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "1", title: "Yes" } } },
      "Yes",
    ],
    [
      "a chosen row",
      { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "1", title: "Blue" } } },
      "Blue",
    ],
    [
      "a form's answers",
      { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: "{}" } } },
      null,
    ],
    ["a picture of an odd shape", { type: "image", image: "odd" }, null],
  ])("may be %s", (_, more, text) => {
    const [incoming] = incomingOf(webhook(change({ messages: [said({ text: undefined, ...more })] })));
    expect(incoming?.messages).toMatchObject([{ provider_message_id: "wamid.M", text, at: AT }]);
  });

  it("reactions and the like, and messages from nobody, are passed over without harm to the texts", () => {
    const messages = [
      said({ type: "reaction", reaction: { message_id: "wamid.1", emoji: "👍" } }),
      said({ type: "system", system: { type: "user_changed_number" } }),
      said({ from: undefined }),
      "odd",
      said({ id: "wamid.OK" }),
    ];
    const [incoming] = incomingOf(webhook(change({ messages })));
    expect(incoming?.messages.map((one) => one.provider_message_id)).toEqual(["wamid.OK"]);
  });

  it("all entries and all changes are read", () => {
    const one = (id: string, account: string) => change({ messages: [said({ id })] }, account);
    const body = { entry: [{ changes: [one("a", "1"), one("b", "2")] }, { changes: [one("c", "1")] }] };
    expect(
      incomingOf(body).map((one) => [one.providerAccountId, one.messages[0]?.provider_message_id]),
    ).toEqual([
      ["1", "a"],
      ["2", "b"],
      ["1", "c"],
    ]);
  });
});

describe("webhooks that are something else", () => {
  it.each([
    ["nothing", undefined],
    ["a text", "hello"],
    ["no entries", { object: "whatsapp_business_account" }],
    ["an entry without changes", { entry: [{ id: "1" }] }],
    [
      "another field",
      webhook(change({ statuses: [status("sent")], messages: [said()] }, NUMBER_ID, "smb_message_echoes")),
    ],
    ["a change without its number", webhook({ field: "messages", value: { messages: [said()] } })],
  ])("%s say nothing", (_, body) => {
    expect(statusesOf(body)).toEqual([]);
    expect(incomingOf(body)).toEqual([]);
  });
});
