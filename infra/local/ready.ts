import { CHANNELS, type Channel } from "../../shared/domain/channel.ts";
import { DEMO, DEMO_BOT_KEY, DEMO_KEY, DEMO_ORGANIZATION, DEMO_VISITOR_TOKEN } from "./demo.ts";

const KEY = `x-api-key:${DEMO_KEY}`;

/** X is written to by Inbox's API, every other channel at its own address. */
const path = (channel: Channel): string => {
  if (channel === "x") return `/api/v1/threads/${DEMO.x.conversation}/messages`;
  return channel === "sms" || channel === "playground"
    ? `/conversation-messages-${channel}`
    : `/conversation-messages-transform-outgoing-${channel}`;
};

const bodyFor = (channel: Channel): object => {
  const { conversation, contact } = DEMO[channel];
  if (channel === "x") return { content: "Hello from x" };
  const more = channel === "playground" ? { organization_id: DEMO_ORGANIZATION, contact_id: contact.id } : {};
  return { conversation_id: conversation, ...more, message_text: `Hello from ${channel}` };
};

const curl = (origin: string, channel: Channel): string =>
  `curl -sS ${origin}${path(channel)} -H ${KEY} -H content-type:application/json -d '${JSON.stringify(bodyFor(channel))}'`;

/** The one ready line, and on a demo folder what to type next. */
export const readyText = (at: {
  publicUrl: string;
  sandbox: string;
  dataDir: string;
  demo: boolean;
  port: number;
  ms: number;
}): string => {
  const { publicUrl } = at;
  const lines = [`outgoing ready at ${publicUrl} after ${at.ms} ms, data in ${at.dataDir}`];
  if (at.demo) {
    const inbox = `/public/api/v1/inboxes/${DEMO.webchat.account.provider_ids.inbox_identifier}`;
    const socket = `/webchat?conversation_id=${DEMO.webchat.conversation}&token=${DEMO_VISITOR_TOKEN}`;
    lines.push(
      "",
      `All addresses, each to be tried out: ${publicUrl}/docs`,
      "",
      `Send a message on each channel (keys: ${DEMO_KEY} is a person's, ${DEMO_BOT_KEY} a bot's):`,
      "",
      ...CHANNELS.map((channel) => curl(publicUrl, channel)),
      "",
      "Read it back, and see what the sandbox provider received:",
      "",
      `curl -sS ${publicUrl}/conversations/${DEMO.whatsapp.conversation}/messages -H ${KEY}`,
      `curl -sS ${at.sandbox}/received`,
      "",
      "Be a visitor of the web chat: by Chatwoot's client API, or on a web socket:",
      "",
      `curl -sS -X POST ${publicUrl}${inbox}/contacts`,
      `${publicUrl.replace(/^http/, "ws")}${socket}`,
    );
  }
  return `${lines.join("\n")}\n`;
};
