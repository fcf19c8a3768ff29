import fc from "fast-check";
import { createHandler as chatwootMessage } from "../../functions/chatwoot/chatwoot-create-message.ts";
import { createHandler as previewMessage } from "../../functions/conversations/preview-message.ts";
import { createHandler as inboxMessage } from "../../functions/inbox/send-thread-message.ts";
import { createHandler as socialMessage } from "../../functions/social-api/send-social-api-message.ts";
import { createHandler as spruceSend } from "../../functions/spruce/send-from-endpoint.ts";
import { createHandler as spruceMessage } from "../../functions/spruce/send-spruce-message.ts";
import { DEMO, DEMO_BOT_KEY, DEMO_KEY } from "../../infra/local/demo.ts";
import { CHANNELS, type Channel } from "../../shared/domain/channel.ts";
import { ENDPOINTS } from "../integration/http/channels.ts";
import { OTHER_OFFSET } from "../integration/http/other-organization.ts";
import { type Asked, call } from "../support/calls.ts";
import { anyBody } from "./bodies.ts";
import { chatwootBody, inboxBody, socialBody, spruceBody, spruceEndpointBody } from "./dialects.ts";
import { NOTES, TEAM, type World } from "./world.ts";

/** What is asked of an endpoint, ready to be asked twice. */
export interface Call {
  body: unknown;
  key: string | null;
  params: Record<string, string>;
}

/** An endpoint that takes a message. */
export interface Door {
  /** As `functions/operations.ts` names it. */
  route: string;
  calls: fc.Arbitrary<Call>;
  open(world: World): Parameters<typeof call>[0];
  /** It never sends, whatever it is asked. */
  shows?: true;
  /** What is said here comes from the contact: it is kept, and meets no provider. */
  incoming?: true;
  /** It opens a conversation by itself, and so has no preview. */
  unshown?: true;
}

export const through = (door: Door, world: World, { body, ...asked }: Call, preview: boolean) => {
  const more: Asked = {
    ...asked,
    body: JSON.stringify(body),
    ...(preview && { query: { preview: "true" } }),
  };
  return call<Record<string, unknown>>(door.open(world), door.route, more);
};

const key = fc.constantFrom(DEMO_KEY, DEMO_KEY, DEMO_BOT_KEY);

/** Mostly the demo's conversation there; else one of another channel, of members, of others, or none. */
const conversationOn = (channel: Channel): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 15, arbitrary: fc.constant(DEMO[channel].conversation) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(
        ...[
          String(DEMO[channel].conversation),
          DEMO[channel].conversation + OTHER_OFFSET,
          99_999,
          TEAM,
          NOTES,
        ],
        ...Object.values(DEMO).map(({ conversation }) => conversation),
      ),
    },
  );

const own = (channel: Channel): Door => ({
  route: `POST ${ENDPOINTS[channel].path}`,
  calls: fc.record({ body: within(anyBody, conversationOn(channel), channel), key, params: fc.constant({}) }),
  open: ({ parts }) => ENDPOINTS[channel].accept(parts),
});

/** A body that names its conversation; playground asks for two names more. */
const within = (bodies: fc.Arbitrary<unknown>, conversation: fc.Arbitrary<unknown>, channel?: Channel) =>
  fc.tuple(bodies, conversation).map(([body, conversation_id]) => ({
    conversation_id,
    ...(channel === "playground" && { organization_id: 1, contact_id: DEMO.playground.contact.id }),
    ...(body as object),
  }));

const anywhere = fc.constantFrom(...CHANNELS).chain(conversationOn);

const social = (route: string): Door => ({
  route,
  calls: fc.constantFrom(...CHANNELS).chain((channel) =>
    fc.record({
      body: socialBody(DEMO[channel].account.id),
      key,
      params: conversationOn(channel).map((id) => ({ id: String(id) })),
    }),
  ),
  open: ({ parts }) => socialMessage(parts),
});

const inbox = (route: string): Door => ({
  route,
  calls: fc.record({
    body: inboxBody,
    key,
    params: conversationOn("x").map((id) => ({ threadId: String(id) })),
  }),
  open: ({ parts }) => inboxMessage(parts),
});

const spruce: Door = {
  route: "POST /v1/conversations/{conversationId}/messages",
  calls: fc.constantFrom(...CHANNELS).chain((channel) =>
    fc.record({
      body: spruceBody,
      key,
      params: conversationOn(channel).map((id) => ({ conversationId: String(id) })),
    }),
  ),
  open: ({ parts }) => spruceMessage(parts),
};

const spruceEndpoint: Door = {
  route: "POST /v1/internalendpoints/{internalEndpointId}/conversations",
  calls: fc.record({
    body: spruceEndpointBody,
    key,
    params: fc
      .constantFrom("demosms", "demowebchat", "demowhatsapp", "othersms", "nobody")
      .map((internalEndpointId) => ({ internalEndpointId })),
  }),
  open: ({ parts }) => spruceSend(parts),
  unshown: true,
};

const neutral: Door = {
  route: "POST /conversation-messages-preview",
  calls: fc.record({
    body: fc.oneof(anyBody, within(anyBody, anywhere)),
    key,
    params: fc.constant({}),
  }),
  open: ({ parts }) => previewMessage(parts),
  shows: true,
};

const CHATWOOT = "/public/api/v1/inboxes/{inbox_identifier}/contacts/{contact_identifier}/conversations";
const chatwoot: Door = {
  route: `POST ${CHATWOOT}/{conversation_id}/messages`,
  calls: fc.record({ body: chatwootBody, key: fc.constant(null), params: fc.constant({}) }),
  open: ({ parts, visitor }) => {
    const handler = chatwootMessage(parts);
    return (event, context) => handler({ ...event, pathParameters: visitor }, context);
  },
  incoming: true,
};

/** The six, and X, whose rules stand behind the same handler. */
export const SIX: readonly Door[] = CHANNELS.map(own);
/** A new product's endpoint is added here; `doors.test.ts` asks for it. */
export const OTHERS: readonly Door[] = [
  social("POST /v1/inbox/conversations/{id}/messages"),
  social("POST /inbox/conversations/{id}/messages"),
  inbox("POST /api/v1/threads/{threadId}/messages"),
  inbox("POST /threads/{threadId}/messages"),
  chatwoot,
  spruce,
  spruceEndpoint,
  neutral,
];
