import { describe, expect, it } from "vitest";
import { incomingOf, statusesOf } from "../../../functions/instagram/statuses.ts";
import { handle } from "../messenger/page-support.ts";

const IG = "17841400000000001";
const AT = 1_795_000_000_123;

const said = (mid: string, message: object = {}) => ({
  sender: { id: "901" },
  recipient: { id: IG },
  timestamp: AT,
  message: { mid, text: "Hello", ...message },
});
const instagram = (...messaging: unknown[]) => ({
  object: "instagram",
  entry: [{ id: IG, time: AT, messaging }],
});

describe("a webhook of Instagram", () => {
  it("brings a person's text, and whether an ad led to it", () => {
    const referral = { source: "ADS", type: "OPEN_THREAD", ad_id: "77" };
    expect(incomingOf(instagram(said("m_1", { referral })))).toEqual([
      {
        providerAccountId: IG,
        messages: [
          {
            provider_message_id: "m_1",
            from: "901",
            text: "Hello",
            content: { message_type: "text", referral: { source: "ADS", ad_id: "77" } },
            at: new Date(AT),
            adReferral: true,
          },
        ],
        acts: [],
      },
    ]);
  });

  it("is not fooled by what else comes in the field messages", () => {
    const body = instagram(
      said("m_echo", { is_echo: true }),
      said("m_self", { is_self: true }),
      said("m_deleted", { is_deleted: true }),
      { sender: { id: "901" }, recipient: { id: IG }, timestamp: AT, read: { mid: "m_1" } },
      said("m_1"),
    );
    const found = incomingOf(body).flatMap(({ messages }) => messages.map((one) => one.provider_message_id));
    expect(found).toEqual(["m_1"]);
  });

  it("proves a part sent when an echo brings our handle back", () => {
    const body = instagram(
      said("m_1", { is_echo: true }),
      said("m_2", { is_echo: true, metadata: handle(1) }),
    );
    expect(statusesOf(body)).toEqual([
      {
        providerAccountId: IG,
        reports: [
          {
            conversation_id: 42,
            message_id: handle(1).slice(3, -1),
            part: 1,
            fact: "sent",
            value: { at: new Date(AT).toISOString(), provider_message_id: "m_2", word: "echo" },
            echoed: new Date(AT).toISOString(),
          },
        ],
        echoes: [{ provider_message_id: "m_1", at: new Date(AT).toISOString() }],
      },
    ]);
  });

  it("about a Page is Messenger's business", () => {
    const body = { ...instagram(said("m_1"), said("m_2", { is_echo: true, metadata: handle(0) })) };
    expect(incomingOf({ ...body, object: "page" })).toEqual([]);
    expect(statusesOf({ ...body, object: "page" })).toEqual([]);
  });
});
