import { createHandler as createTwilio } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signMeta, signTwilio } from "../../../infra/local/sandbox/sign.ts";
import { call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { bodyOf, CREATE, entryOf, type Meta, STRANGER, WROTE } from "./meta.ts";
import { listConversations, listMessages } from "./reading.ts";

export type Kind = Meta | "sms";
const TWILIO = "https://api.example.com/webhooks/twilio";
const EVENTS = ["postback", "reaction", "referral", "optin"];

/** One event from somebody new: what they sent, in the provider's own words, inside all that stands around it. */
const elementOf = (channel: Meta, sent: object, id: string, at: number): object => {
  const entry = entryOf(channel, { id, text: "", at }) as {
    changes: { value: { messages: object[] } }[];
    messaging: Record<string, object>[];
  };
  if (channel === "whatsapp") {
    const from = { from: STRANGER.whatsapp, id, timestamp: String(at / 1000) };
    entry.changes[0]!.value.messages = [{ ...from, ...sent }];
    return entry;
  }
  const { message: _, ...around } = entry.messaging[0]!;
  const isEvent = !("text" in sent) && EVENTS.some((name) => name in sent);
  entry.messaging = [{ ...around, ...(isEvent ? sent : { message: { mid: id, ...sent } }) }] as never;
  return entry;
};

/** A change of a WhatsApp number other than `messages`. */
export const whatsappChange = (field: string, value: object): object => ({
  id: "1",
  changes: [{ field, value: { metadata: DEMO.whatsapp.account.provider_ids, ...value } }],
});

export const webhooks = (backend: () => Embedded) => {
  const deliverMeta = (channel: Meta, ...entries: object[]) => {
    const body = bodyOf(channel, ...entries);
    return call(CREATE[channel](backend().parts(channel)), `POST /webhooks/${channel}`, {
      key: null,
      body,
      headers: { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) },
    });
  };
  const deliverSms = (sent: object, MessageSid: string) => {
    const { account_sid, number } = DEMO.sms.account.provider_ids;
    const form = {
      MessageSid,
      AccountSid: account_sid!,
      From: "+12025550177",
      To: number!,
      Body: "",
      ...sent,
    };
    return call(createTwilio(backend().parts("sms")), "POST /webhooks/twilio", {
      key: null,
      body: String(new URLSearchParams(form)),
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "x-twilio-signature": signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, TWILIO, form),
      },
    });
  };
  return {
    deliverMeta,
    /** Delivers one thing that somebody new sent or did. */
    deliver: (channel: Kind, sent: object, id = "m.1", at = WROTE) =>
      channel === "sms" ? deliverSms(sent, id) : deliverMeta(channel, elementOf(channel, sent, id, at)),
    /** The one conversation that was opened, with its messages, newest first, and its newest message's item. */
    only: async (channel: Kind) => {
      const { body } = await listConversations(backend(), { channel });
      const [conversation, ...others] = body.data.filter(({ id }) => id > 1_000);
      if (!conversation || others.length > 0) throw new Error("There is not exactly one new conversation");
      const messages = (await listMessages(backend(), conversation.id)).body.data;
      const item = backend()
        .stored()
        .findLast(({ pk, sk }) => pk === `conversation#${conversation.id}` && sk.startsWith("message#"))!;
      return { conversation, messages, item };
    },
  };
};
