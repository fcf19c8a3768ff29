import { createHandler as acceptInstagram } from "../../../functions/instagram/conversation-messages-transform-outgoing-instagram.ts";
import { createHandler as deliverInstagram } from "../../../functions/instagram/deliver-instagram.ts";
import { createHandler as acceptMessenger } from "../../../functions/messenger/conversation-messages-transform-outgoing-messenger.ts";
import { createHandler as deliverMessenger } from "../../../functions/messenger/deliver-messenger.ts";
import { createHandler as acceptPlayground } from "../../../functions/playground/conversation-messages-playground.ts";
import { createHandler as deliverPlayground } from "../../../functions/playground/deliver-playground.ts";
import { createHandler as acceptSms } from "../../../functions/sms/conversation-messages-sms.ts";
import { createHandler as deliverSms } from "../../../functions/sms/deliver-sms.ts";
import { createHandler as acceptWebchat } from "../../../functions/webchat/conversation-messages-transform-outgoing-webchat.ts";
import { createHandler as deliverWebchat } from "../../../functions/webchat/deliver-webchat.ts";
import { createHandler as acceptWhatsapp } from "../../../functions/whatsapp/conversation-messages-transform-outgoing-whatsapp.ts";
import { createHandler as deliverWhatsapp } from "../../../functions/whatsapp/deliver-whatsapp.ts";
import { x } from "../../../functions/x/channel.ts";
import { createHandler as deliverX } from "../../../functions/x/deliver-x.ts";
import { DEMO, DEMO_ORGANIZATION } from "../../../infra/local/demo.ts";
import { CHANNELS, type Channel } from "../../../shared/domain/channel.ts";
import { type AcceptHandler, acceptHandler } from "../../../shared/lambda/accept-handler.ts";
import { type AcceptParts, acceptDeps } from "../../../shared/lambda/compose.ts";
import type { QueueHandler } from "../../../shared/lambda/queue-handler.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

type Parts = ReturnType<Embedded["parts"]>;

interface Endpoint {
  path: string;
  accept(parts: AcceptParts): AcceptHandler;
  deliver(parts: Parts): QueueHandler;
}

/**
 * The six, by their real entry files. X has no endpoint of this kind (Inbox's is its door): here its rules stand behind
 * the same handler, so that whatever holds for the six is asked of it as well.
 */
export const ENDPOINTS: Record<Channel, Endpoint> = {
  whatsapp: {
    path: "/conversation-messages-transform-outgoing-whatsapp",
    accept: acceptWhatsapp,
    deliver: deliverWhatsapp,
  },
  instagram: {
    path: "/conversation-messages-transform-outgoing-instagram",
    accept: acceptInstagram,
    deliver: deliverInstagram,
  },
  messenger: {
    path: "/conversation-messages-transform-outgoing-messenger",
    accept: acceptMessenger,
    deliver: deliverMessenger,
  },
  webchat: {
    path: "/conversation-messages-transform-outgoing-webchat",
    accept: acceptWebchat,
    deliver: deliverWebchat,
  },
  sms: { path: "/conversation-messages-sms", accept: acceptSms, deliver: deliverSms },
  playground: {
    path: "/conversation-messages-playground",
    accept: acceptPlayground,
    deliver: deliverPlayground,
  },
  x: {
    path: "/conversation-messages-x",
    accept: (parts) => acceptHandler(acceptDeps(parts), { rules: x, endpoint: "/conversation-messages-x" }),
    deliver: deliverX,
  },
};

export { CHANNELS };

/** The smallest body an endpoint takes, to its demo conversation. */
export const bodyFor = (channel: Channel, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  conversation_id: DEMO[channel].conversation,
  ...(channel === "playground" && {
    organization_id: DEMO_ORGANIZATION,
    contact_id: DEMO.playground.contact.id,
  }),
  ...more,
});

export const acceptOn = (embedded: Embedded, channel: Channel): AcceptHandler =>
  ENDPOINTS[channel].accept(embedded.parts(channel));

/** `POST`s to one of the six as API Gateway does; `body` stands beside what the endpoint always needs. */
export const post = <Body = MessageDocument>(
  embedded: Embedded,
  channel: Channel,
  body: Record<string, unknown>,
  asked: Asked = {},
) =>
  call<Body>(acceptOn(embedded, channel), `POST ${ENDPOINTS[channel].path}`, {
    body: bodyFor(channel, body),
    ...asked,
  });
