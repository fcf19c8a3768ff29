import { type Fields, isFields } from "./checks.ts";
import type { MetaCallback } from "./webhooks.ts";

/** The app that every sandbox page belongs to. */
const APP_ID = 1234567890123456;

type Channel = "messenger" | "instagram";

function event(channel: Channel, account: string, messaging: object): MetaCallback {
  return {
    kind: "meta",
    channel,
    body: {
      object: channel === "messenger" ? "page" : "instagram",
      entry: [{ id: account, time: Date.now(), messaging: [messaging] }],
    },
  };
}

/**
 * Messenger: echo, delivery and read. Instagram: echo and seen, and nothing between them.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-echoes
 */
export function echoes(
  channel: Channel,
  sent: { id: string; account: string; contact: string; message: Fields; metadata: string | undefined },
): MetaCallback[] {
  const { id, account, contact, message, metadata } = sent;
  const now = Date.now();
  const fromUs = { sender: { id: account }, recipient: { id: contact }, timestamp: now };
  const fromThem = { sender: { id: contact }, recipient: { id: account }, timestamp: now };
  const content = {
    mid: id,
    is_echo: true,
    ...(message.text === undefined ? {} : { text: message.text }),
    ...attachmentsOf(message),
  };
  if (channel === "instagram") {
    // Whether Instagram gives metadata back is documented nowhere: here it does not.
    return [
      event(channel, account, { ...fromUs, message: content }),
      event(channel, account, { ...fromThem, read: { mid: id } }),
    ];
  }
  const echo = { ...content, app_id: APP_ID, ...(metadata === undefined ? {} : { metadata }) };
  return [
    event(channel, account, { ...fromUs, message: echo }),
    event(channel, account, { ...fromThem, delivery: { mids: [id], watermark: now } }),
    event(channel, account, { ...fromThem, read: { watermark: now } }),
  ];
}

function attachmentsOf(message: Fields): { attachments?: object[] } {
  const list = Array.isArray(message.attachments) ? message.attachments : [message.attachment];
  const attachments = list.filter(isFields).map(({ type, payload }) => ({ type, payload }));
  return attachments.length > 0 ? { attachments } : {};
}

/** A text from a contact, files, or both. */
export function inboundGraph(
  channel: Channel,
  said: {
    id: string;
    account: string;
    from: string;
    text: string | undefined;
    attachments: { type: string; url: string }[];
    at: number;
  },
): MetaCallback {
  const attachments = said.attachments.map(({ type, url }) => ({ type, payload: { url } }));
  return event(channel, said.account, {
    sender: { id: said.from },
    recipient: { id: said.account },
    timestamp: said.at,
    message: {
      mid: said.id,
      ...(said.text === undefined ? {} : { text: said.text }),
      ...(attachments.length > 0 ? { attachments } : {}),
    },
  });
}

/**
 * A contact's tap. A quick reply comes as a message with its title, a button as a postback of its own:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages,
 * …/webhook-events/messaging_postbacks
 */
export function tappedGraph(
  channel: Channel,
  tap: {
    id: string;
    account: string;
    from: string;
    at: number;
    kind: "quick_reply" | "postback";
    title: string;
    payload: string;
  },
): MetaCallback {
  const { id, account, from, at, kind, title, payload } = tap;
  return event(channel, account, {
    sender: { id: from },
    recipient: { id: account },
    timestamp: at,
    ...(kind === "quick_reply"
      ? { message: { mid: id, text: title, quick_reply: { payload } } }
      : { postback: { mid: id, title, payload } }),
  });
}
