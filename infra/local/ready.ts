import { CHANNELS, type Channel } from "../../shared/domain/channel.ts";
import { DEMO, DEMO_BOT_KEY, DEMO_KEY, DEMO_ORGANIZATION, DEMO_VISITOR_TOKEN } from "./demo.ts";

const path = (channel: Channel): string =>
  channel === "sms" || channel === "playground"
    ? `/conversation-messages-${channel}`
    : `/conversation-messages-transform-outgoing-${channel}`;

const bodyFor = (channel: Channel): string => {
  const { conversation, contact } = DEMO[channel];
  const more = channel === "playground" ? { organization_id: DEMO_ORGANIZATION, contact_id: contact.id } : {};
  return JSON.stringify({ conversation_id: conversation, ...more, message_text: `Hello from ${channel}` });
};

/** X is written to by Inbox's API. */
const inboxCurl = (origin: string): string =>
  `curl -sS ${origin}/api/v1/threads/${DEMO.x.conversation}/messages -H 'authorization: Bearer ${DEMO_KEY}' -H 'content-type: application/json' -d '${JSON.stringify({ content: "Hello from x" })}'`;

const curl = (origin: string, channel: Channel): string =>
  `curl -sS ${origin}${path(channel)} -H 'x-api-key: ${DEMO_KEY}' -H 'content-type: application/json' -d '${bodyFor(channel)}'`;

/** A visitor's own steps, with Chatwoot's placeholders where the answer before says what to put. */
const asVisitor = (origin: string): string[] => {
  const inbox = `${origin}/public/api/v1/inboxes/${DEMO.webchat.account.provider_ids.inbox_identifier}`;
  const conversations = `${inbox}/contacts/{contact_identifier}/conversations`;
  const body = JSON.stringify({ content: "Hello, how can I help you?", echo_id: "1234567890" });
  return [
    `curl -sS -X POST ${inbox}/contacts`,
    `curl -sS -X POST ${conversations}`,
    `curl -sS ${conversations}/{conversation_id}/messages -H 'content-type: application/json' -d '${body}'`,
  ];
};

/** The one ready line, and on a demo folder what to type next. */
export const readyText = (at: {
  publicUrl: string;
  sandbox: string;
  dataDir: string;
  demo: boolean;
  port: number;
  ms: number;
}): string => {
  const lines = [`outgoing ready at ${at.publicUrl} after ${at.ms} ms, data in ${at.dataDir}`];
  if (at.demo) {
    const conversation = `${at.publicUrl}/conversations/${DEMO.whatsapp.conversation}/messages`;
    lines.push(
      "",
      `Demo keys: ${DEMO_KEY} (a person's), ${DEMO_BOT_KEY} (a bot's). Send a message on each channel:`,
      "",
      ...CHANNELS.map((channel) => (channel === "x" ? inboxCurl(at.publicUrl) : curl(at.publicUrl, channel))),
      "",
      "Read it back, and see what the sandbox provider received:",
      "",
      `curl -sS ${conversation} -H 'x-api-key: ${DEMO_KEY}'`,
      `curl -sS ${at.sandbox}/received`,
      "",
      "Write as a visitor, through Chatwoot's client API (the contact_identifier is the first answer's source_id):",
      "",
      ...asVisitor(at.publicUrl),
      "",
      `A visitor's web socket: ${at.publicUrl.replace(/^http/, "ws")}/webchat?conversation_id=${DEMO.webchat.conversation}&token=${DEMO_VISITOR_TOKEN}`,
    );
  }
  return `${lines.join("\n")}\n`;
};
