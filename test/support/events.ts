import type { SQSRecord } from "aws-lambda";
import type { Event } from "../../shared/domain/event.ts";
import { packEvents } from "../../shared/store/packed-events.ts";

export const AT = "2026-03-01T09:00:00.000Z";

/** An event as small as one can be. */
export const eventOf = (organization_id: number, id: string, more: Partial<Event> = {}): Event => ({
  id,
  type: "message.incoming",
  organization_id,
  conversation_id: 7,
  is_note: false,
  is_final: true,
  at: AT,
  data: { id },
  ...more,
});

/** An entry of the queue of events; `body` stands for what it should have held. */
export const entryOf = (events: Event[], body = packEvents(events)): SQSRecord =>
  ({
    messageId: `entry ${events.map(({ id }) => id).join()}`,
    receiptHandle: `receipt ${events.map(({ id }) => id).join()}`,
    body,
    attributes: { MessageGroupId: String(events[0]!.organization_id), ApproximateReceiveCount: "1" },
  }) as unknown as SQSRecord;
