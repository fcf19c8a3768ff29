import { createHandler as createConversation } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as createList } from "../../../functions/events/list-events.ts";
import { createHandler } from "../../../functions/spruce/send-spruce-message.ts";
import type { SequencedEvent } from "../../../shared/domain/event.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { directory } from "../../../shared/store/directory.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import type { Conversation } from "./reading.ts";

export interface SpruceAnswer {
  requestId: string;
  requestID: string;
  outgoing: Pick<MessageDocument, "id" | "status" | "parts" | "adaptations"> & { window: unknown };
}

export interface SpruceProblem {
  statusCode: number;
  type: string;
  message: string;
  errors: { path: string; code: string; message: string }[];
  requestId: string;
  window?: unknown;
}

export const ROUTE = "POST /v1/conversations/{conversationId}/messages";

/** Posts as Spruce's clients do. */
export const postSpruce = <Body = SpruceAnswer>(
  embedded: Embedded,
  conversation: number | string,
  body: unknown,
  asked: Asked = {},
) => {
  // Ids of one moment, made by two handlers, would be in no order.
  embedded.clock.add(1);
  return call<Body>(createHandler(embedded.parts()), ROUTE, {
    params: { conversationId: String(conversation) },
    body,
    ...asked,
  });
};

export const text = (value: string) => ({ type: "text", value });
export const page = (value: string) => ({ type: "page", value });

/** A conversation among members. */
export const openInternal = async (embedded: Embedded, kind: "team" | "note"): Promise<number> => {
  const handler = createConversation(embedded.parts());
  const { body } = await call<Conversation>(handler, "POST /conversations", { body: { kind } });
  return body.id;
};

export const addTeam = (embedded: Embedded) =>
  directory(embedded.items).addMember({
    id: "billing",
    organization_id: 1,
    kind: "team",
    name: "Billing",
  });

/** The organization's events of these types, oldest first. */
export const eventsOf = async (embedded: Embedded, ...types: string[]): Promise<SequencedEvent[]> => {
  const query = { after_seq: "0", limit: "100" };
  const { body } = await call<{ data: SequencedEvent[] }>(createList(embedded.parts()), "GET /events", {
    query,
  });
  return body.data.filter(({ type }) => types.includes(type));
};
