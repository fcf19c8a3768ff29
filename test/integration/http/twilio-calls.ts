import { createHandler } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { environmentSecrets } from "../../../shared/embedded/secrets.ts";
import { eventFor } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { listConversations, listMessages } from "./reading.ts";

export const TOKEN = DEMO_SECRETS.TWILIO_AUTH_TOKEN;
const PUBLIC = "https://api.example.com";
export const URL = `${PUBLIC}/webhooks/twilio`;
export const { account_sid: SID, number: NUMBER } = DEMO.sms.account.provider_ids as Record<string, string>;

export const FORM = {
  MessageSid: "SM00000000000000000000000000000001",
  AccountSid: SID!,
  From: "+12025550177",
  To: NUMBER!,
  Body: "Grüße & more + 👋",
  NumMedia: "0",
};

export interface Call {
  body?: string | Buffer;
  type?: string;
  query?: string;
  signature?: string | undefined;
  tokens?: Record<string, string>;
}

/** A call at the path of the webhook; its query as it was written. */
export const send = async (embedded: Embedded, { body, type, query = "", signature, tokens = {} }: Call) => {
  const secrets = environmentSecrets({ ...DEMO_SECRETS, ...tokens });
  const headers = {
    "content-type": type ?? "application/x-www-form-urlencoded; charset=utf-8",
    // What a proxy in front is called by: it never counts.
    host: "internal.example.net:8080",
    ...(signature !== undefined && { "x-twilio-signature": signature }),
  };
  const event = eventFor("POST /webhooks/twilio", { key: null, body, headers });
  const asked = {
    ...event,
    rawQueryString: query,
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
  };
  const handler = createHandler({ ...embedded.parts("sms"), secrets });
  const { statusCode, body: text = "" } = await handler(asked, contextFor(30_000));
  return { status: statusCode!, text };
};
export const form = (fields: Record<string, string>) => String(new URLSearchParams(fields));

export const heard = async (embedded: Embedded) => {
  const [newest] = (await listConversations(embedded, { channel: "sms" })).body.data;
  return (await listMessages(embedded, newest!.id)).body.data.map(({ message_text }) => message_text);
};
