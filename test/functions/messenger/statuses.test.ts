import { describe, expect, it } from "vitest";
import { incomingOf, statusesOf } from "../../../functions/messenger/statuses.ts";
import { handle } from "./page-support.ts";

const PAGE = "1001";
const AT = 1_795_000_000_123;

const said = (mid: string, message: object = {}, from = "555") => ({
  sender: { id: from },
  recipient: { id: PAGE },
  timestamp: AT,
  message: { mid, text: `text of ${mid}`, ...message },
});

const echo = (mid: string, message: object = {}) => ({
  sender: { id: PAGE },
  recipient: { id: "555" },
  timestamp: AT,
  message: { mid, is_echo: true, app_id: 1, metadata: handle(0), ...message },
});

const page = (...entry: unknown[]) => ({ object: "page", entry });
const entry = (id: string, ...messaging: unknown[]) => ({ id, time: AT, messaging });
const mids = (body: unknown) =>
  incomingOf(body).flatMap(({ messages }) => messages.map((message) => message.provider_message_id));

describe("what people write to a Page", () => {
  it("is heard with its writer, its time and the Page", () => {
    expect(incomingOf(page(entry(PAGE, said("m_1"))))).toEqual([
      {
        providerAccountId: PAGE,
        messages: [
          {
            provider_message_id: "m_1",
            from: "555",
            text: "text of m_1",
            content: { message_type: "text" },
            at: new Date(AT),
            adReferral: false,
          },
        ],
        acts: [],
      },
    ]);
  });

  it("is heard in full: every entry, every element, Page by Page", () => {
    const body = page(
      entry(PAGE, said("m_1"), said("m_2")),
      entry("1002", said("m_3")),
      entry(PAGE, said("m_4")),
    );
    const heard = incomingOf(body).map(({ providerAccountId, messages }) => [
      providerAccountId,
      messages.map((message) => message.provider_message_id),
    ]);
    expect(heard).toEqual([
      [PAGE, ["m_1", "m_2", "m_4"]],
      ["1002", ["m_3"]],
    ]);
  });

  it("is heard although the entry names no Page: the recipient is it", () => {
    expect(incomingOf(page({ messaging: [said("m_1")] }))[0]?.providerAccountId).toBe(PAGE);
  });

  it.each([
    ["an ad was clicked", { source: "ADS", type: "OPEN_THREAD", ad_id: "77" }, true],
    ["an ad is named", { ad_id: 77 }, true],
    ["a link was followed", { source: "SHORTLINK", type: "OPEN_THREAD" }, false],
    ["a product was looked at", { product: { id: "9" } }, false],
  ])("tells whether an ad led to it: %s", (_, referral, adReferral) => {
    const [found] = incomingOf(page(entry(PAGE, said("m_1", { referral }))));
    expect(found?.messages[0]?.adReferral).toBe(adReferral);
  });

  it.each([
    ["our own echo", said("m_x", { is_echo: true })],
    ["a message to oneself", said("m_x", { is_self: true })],
    ["a deleted message", said("m_x", { is_deleted: true })],
    ["our own picture", said("m_x", { text: undefined, attachments: [{ type: "image" }], is_echo: true })],
    ["a reaction", { ...said("m_x"), message: undefined, reaction: { mid: "m_1", action: "react" } }],
    ["a delivery report", { sender: { id: "555" }, recipient: { id: PAGE }, delivery: { watermark: AT } }],
    ["a message of nobody", { ...said("m_x"), sender: { user_ref: "r" } }],
    ["a message without a time", { ...said("m_x"), timestamp: "soon" }],
    ["something odd", 7],
    ["nothing", null],
  ])("is not confused with %s, and what stands beside it is still heard", (_, odd) => {
    expect(mids(page(entry(PAGE, said("m_1"), odd, said("m_2"))))).toEqual(["m_1", "m_2"]);
  });

  it.each([
    ["a picture", { text: undefined, attachments: [{ type: "image", payload: { url: "u" } }] }, null],
    ["a sticker", { text: "", attachments: [{ type: "sticker", payload: { sticker_id: 1 } }] }, null],
    ["a picture with words", { text: "Look", attachments: [{ type: "image" }] }, "Look"],
  ])("may be %s", (_, message, text) => {
    const [found] = incomingOf(page(entry(PAGE, said("m_1", message))));
    expect(found?.messages).toMatchObject([{ provider_message_id: "m_1", from: "555", text }]);
  });

  it.each([
    ["without anything in it", { text: undefined, attachments: [] }],
    ["with attachments of an odd shape", { text: "", attachments: "odd" }],
    ["that Meta does not support", { text: undefined, is_unsupported: true }],
  ])("is kept as unsupported when it is a message %s", (_, message) => {
    const [found] = incomingOf(page(entry(PAGE, said("m_1", message))));
    expect(found?.messages).toMatchObject([{ text: null, content: { message_type: "unsupported" } }]);
  });

  it("in another app's hands is left to that app", () => {
    expect(incomingOf(page({ id: PAGE, standby: [said("m_1")] }))).toEqual([]);
  });

  it.each([
    [null],
    ["page"],
    [{}],
    [{ object: "page" }],
    [page()],
    [page(null, 7, { id: PAGE })],
    [{ object: "instagram", entry: [entry(PAGE, said("m_1"))] }],
  ])("is not to be found in %j", (body) => {
    expect(incomingOf(body)).toEqual([]);
    expect(statusesOf(body)).toEqual([]);
  });
});

describe("an echo with our handle", () => {
  it("proves its part sent, with Meta's id and time", () => {
    expect(statusesOf(page(entry(PAGE, echo("m_1", { metadata: handle(3) }))))).toEqual([
      {
        providerAccountId: PAGE,
        reports: [
          {
            conversation_id: 42,
            message_id: handle(3).slice(3, -1),
            part: 3,
            fact: "sent",
            value: { at: new Date(AT).toISOString(), provider_message_id: "m_1", word: "echo" },
            echoed: new Date(AT).toISOString(),
          },
        ],
      },
    ]);
  });

  it("counts in every entry, of media too, and while another app holds the thread", () => {
    const media = echo("m_2", { text: undefined, attachments: [{ type: "image", payload: { url: "u" } }] });
    const body = page(entry(PAGE, echo("m_1"), media), { id: PAGE, standby: [echo("m_3")] });
    const found = statusesOf(body).flatMap(({ reports }) =>
      reports.map(({ value }) => value.provider_message_id),
    );
    expect(found).toEqual(["m_1", "m_2", "m_3"]);
  });

  it("is attributed to the Page even when the entry does not name it", () => {
    expect(statusesOf(page({ messaging: [echo("m_1")] }))[0]?.providerAccountId).toBe(PAGE);
  });

  it.each([
    ["staff wrote it in the Page's inbox", { metadata: undefined }],
    ["another program wrote it", { metadata: "order-42" }],
    ["its metadata is no text", { metadata: { id: 1 } }],
  ])("is the only proof: no more than when it left is learnt when %s", (_, message) => {
    expect(statusesOf(page(entry(PAGE, echo("m_1", message))))).toEqual([
      {
        providerAccountId: PAGE,
        reports: [],
        echoes: [{ provider_message_id: "m_1", at: new Date(AT).toISOString() }],
      },
    ]);
  });

  it("is none when it is not marked as one", () => {
    expect(statusesOf(page(entry(PAGE, echo("m_1", { is_echo: false }))))).toEqual([]);
  });
});
