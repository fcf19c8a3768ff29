import { DEMO, DEMO_SECRETS } from "../../infra/local/demo.ts";
import { signTwilio } from "../../infra/local/sandbox/sign.ts";

/** What Twilio posts to us when the demo contact texts something. */
export const smsAnswer = (origin: string, Body: string, MessageSid: string) => {
  const { account_sid, number } = DEMO.sms.account.provider_ids;
  const From = DEMO.sms.contact.address!;
  const form = { MessageSid, AccountSid: account_sid!, From, To: number!, Body };
  const signature = signTwilio(DEMO_SECRETS.TWILIO_AUTH_TOKEN, `${origin}/webhooks/twilio`, form);
  return {
    body: String(new URLSearchParams(form)),
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-twilio-signature": signature,
    },
  };
};

/** A question whose answers are numbers: 1 is small, 2 is large. */
export const QUESTION = {
  conversation_id: DEMO.sms.conversation,
  message_text: "Which size?",
  buttons: [
    { type: "reply", title: "Small", payload: "SIZE_S" },
    { type: "reply", title: "Large", payload: "SIZE_L" },
  ],
};
