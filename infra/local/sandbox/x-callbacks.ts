import { randomBytes } from "node:crypto";
import type { XCallback } from "./webhooks.ts";

export type XMessage = {
  id: string;
  account: string;
  from: string;
  to: string;
  text: string;
  at: number;
  media?: string;
};

const event = (account: string, event_type: string, payload: object): XCallback => ({
  kind: "x",
  body: {
    data: {
      event_uuid: randomBytes(8).readBigInt64BE().toString(),
      filter: { user_id: account },
      event_type,
      tag: "sandbox",
      payload,
    },
  },
});

/** `dm.received`, or its twin for what the account itself sends: https://docs.x.com/x-api/activity/event-payloads */
export const xMessage = (
  type: "dm.received" | "dm.sent",
  { id, account, from, to, text, at, media }: XMessage,
  names: Record<string, string> = {},
): XCallback =>
  event(account, type, {
    direct_message_events: [
      {
        type: "message_create",
        id,
        created_timestamp: String(at),
        message_create: {
          target: { recipient_id: to },
          sender_id: from,
          message_data: {
            text,
            entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
            ...(media === undefined ? {} : { attachment: { type: "media", media: { id_str: media } } }),
          },
        },
      },
    ],
    users: Object.fromEntries(
      [from, to].map((user) => [user, { data: { id: user, name: names[user] ?? `User ${user}` } }]),
    ),
  });

/** `dm.read` in the form of the older Account Activity API, as X documents no other. */
export const xRead = (account: string, reader: string, id: string, at: number): XCallback =>
  event(account, "dm.read", {
    direct_message_mark_read_events: [
      {
        created_timestamp: String(at),
        sender_id: reader,
        target: { recipient_id: account },
        last_read_event_id: id,
      },
    ],
  });
