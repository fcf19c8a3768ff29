import { createHandler } from "../../../functions/x/webhook-x.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signX } from "../../../infra/local/sandbox/sign.ts";
import { environmentSecrets } from "../../../shared/embedded/secrets.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

export const SECRET = DEMO_SECRETS.X_CONSUMER_SECRET;
export const OURS = DEMO.x.account.provider_ids.x_user_id!;
/** An hour before the fixture's clock: the provider's time is not ours. */
export const WROTE = Date.parse("2026-03-01T08:00:00.000Z");
export const STRANGER = "2222222222";

/** An event of X's, as the body it comes in. */
export const eventOf = (event_type: string, payload: object, user_id = OURS): string =>
  JSON.stringify({ data: { event_uuid: "-1", filter: { user_id }, event_type, tag: "t", payload } });

const message = (id: string, text: string, from: string, to: string) => ({
  type: "message_create",
  id,
  created_timestamp: String(WROTE),
  message_create: { target: { recipient_id: to }, sender_id: from, message_data: { text } },
});

/** What X sends when somebody writes to an account of ours. */
export const written = (id: string, text: string, { from = STRANGER, to = OURS } = {}): string =>
  eventOf("dm.received", { direct_message_events: [message(id, text, from, to)], users: {} }, to);

/** What X sends when an account of ours has written, through us or by hand. */
export const echoed = (id: string, text: string, to: string): string =>
  eventOf("dm.sent", { direct_message_events: [message(id, text, OURS, to)], users: {} });

export const read = (id: string, by: string): string =>
  eventOf("dm.read", {
    direct_message_mark_read_events: [
      {
        created_timestamp: String(WROTE),
        sender_id: by,
        target: { recipient_id: OURS },
        last_read_event_id: id,
      },
    ],
  });

const handlerWith = (embedded: Embedded, secret: string) => {
  const secrets = environmentSecrets({ ...DEMO_SECRETS, X_CONSUMER_SECRET: secret });
  return createHandler({ ...embedded.parts("x"), secrets });
};

/** Posts a body with a signature, or with none. */
export const send = (
  embedded: Embedded,
  body: string | Buffer | undefined,
  signature?: string,
  secret: string = SECRET,
) =>
  call<unknown>(handlerWith(embedded, secret), "POST /webhooks/x", {
    key: null,
    body,
    headers: signature === undefined ? {} : { "x-twitter-webhooks-signature": signature },
  });

export const sendSigned = (embedded: Embedded, body: string) => send(embedded, body, signX(SECRET, body));

export const challenge = (embedded: Embedded, query: NonNullable<Asked["query"]>, secret: string = SECRET) =>
  call<{ response_token: string }>(handlerWith(embedded, secret), "GET /webhooks/x", { key: null, query });
