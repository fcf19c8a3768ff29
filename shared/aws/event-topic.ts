import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { SequencedEvent } from "../domain/event.ts";
import { inBatches } from "../domain/event-batch.ts";
import { fitting } from "../domain/event-size.ts";
import type { EventTopic } from "../messaging/event-ports.ts";

/** A call's messages together, each with its attributes. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const CALL = { entries: 10, bytes: 262_144 } as const;
/** Names, types and values of the attributes are fewer. */
const ATTRIBUTES = 512;

/** The SNS topic of events. */
export const snsEventTopic = (client: SNSClient, topicArn: string): EventTopic => ({
  async publish(events) {
    const messages = events.map((event) => ({
      event,
      text: JSON.stringify(fitting(event, CALL.bytes - ATTRIBUTES)),
    }));
    const size = ({ text }: (typeof messages)[number]) => Buffer.byteLength(text) + ATTRIBUTES;
    for (const call of inBatches(messages, size, CALL.entries, CALL.bytes)) {
      const entries = call.map(({ event, text }, index) => ({
        Id: String(index),
        Message: text,
        MessageAttributes: attributesOf(event),
      }));
      const { Failed = [] } = await client.send(
        new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }),
      );
      if (Failed.length > 0) throw new Error(`SNS refused ${Failed.length} events: ${Failed[0]!.Code}`);
    }
  },
});

/**
 * What subscribers filter by. A number of SNS ends at 10^9, so an organization's id is text.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
const attributesOf = ({ organization_id, type, channel }: SequencedEvent) =>
  Object.fromEntries(
    Object.entries({ organization_id: String(organization_id), type, channel }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { DataType: "String", StringValue: value }]],
    ),
  );
