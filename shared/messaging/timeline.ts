import { FACTS, type FactName, type MessageState, type PartState } from "../domain/delivery.ts";

/**
 * What happened to a message, oldest first: attempts that did not send, and every fact, in the provider's own words.
 * WhatsApp tells whole seconds, and tells of a delivery in the second in which we began to send; so within a second
 * (and part by part, as they leave) things stand in the order in which they can happen.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export const timelineOf = (state: MessageState) =>
  state.parts
    .flatMap((part, index) => eventsOf(part).map((event) => ({ part: index, ...event })))
    .sort((a, b) => secondOf(a) - secondOf(b) || a.part - b.part || a.rank - b.rank || millisecond(a, b))
    .map(({ rank, ...event }) => event);

/** Tries stand between `sending` and what came of it. */
const TRY_RANK = FACTS.indexOf("sending") + 0.5;

const eventsOf = ({ tries, facts }: PartState) => [
  ...tries.map((tried) => ({ rank: TRY_RANK, event: "attempt", ...tried })),
  ...Object.entries(facts).map(([name, fact]) => ({
    rank: FACTS.indexOf(name as FactName),
    event: name === "lost" ? "failed" : name,
    ...fact,
  })),
];

interface Moment {
  at: string;
}
const secondOf = ({ at }: Moment): number => Math.floor(Date.parse(at) / 1000);
const millisecond = (a: Moment, b: Moment): number => Date.parse(a.at) - Date.parse(b.at);
