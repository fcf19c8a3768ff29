import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { offeredIn } from "../../shared/messaging/plain-offers.ts";
import { PlainPayload } from "../../shared/messaging/plain-payload.ts";
import type { VisitorStore } from "../../shared/messaging/visitor-ports.ts";
import { type Said, type SayDeps, visitorSays } from "../../shared/messaging/visitor-says.ts";
import { errorFrame, type Say, type ServerFrame, type Tap } from "./socket-frames.ts";
import { itemNamed } from "./visitor-list.ts";

type SpeakDeps = SayDeps & { visitors: VisitorStore };

interface Speaker {
  connectionId: string;
  conversation: ExternalConversation;
}

/** Takes what a visitor wrote. */
export const say = (deps: SpeakDeps, from: Speaker, { text, client_id }: Say): Promise<ServerFrame> =>
  take(deps, from, { text, echo_id: client_id });

/** Takes what a visitor tapped: only what is offered in an item of their own list, under the title it has there. */
export const tap = async (
  deps: SpeakDeps,
  from: Speaker,
  { payload, client_id, ...named }: Tap,
): Promise<ServerFrame> => {
  const item = await itemNamed(deps.visitors, from.conversation.id, named);
  const offered = item ? offeredIn(PlainPayload.parse(item.payload)) : [];
  const reply = offered.find((one) => one.payload === payload);
  if (!item || !reply) return errorFrame("not_found", "No message of this visitor offers that choice.");
  return take(deps, from, { text: reply.title, tapped: { reply, on: item.id }, echo_id: client_id });
};

const take = async (
  deps: SpeakDeps,
  { connectionId, conversation }: Speaker,
  said: Said,
): Promise<ServerFrame> => {
  const { id, seq } = await visitorSays(deps)(conversation, said, connectionId);
  const client_id = said.echo_id;
  return { type: "accepted", ...(client_id !== undefined && { client_id }), id, seq };
};
