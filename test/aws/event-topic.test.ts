import { SNSClient } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snsEventTopic } from "../../shared/aws/event-topic.ts";
import type { SequencedEvent } from "../../shared/domain/event.ts";
import { type AwsStack, startAwsStack } from "../support/aws-stack.ts";
import { CREDENTIALS } from "../support/dynamodb.ts";
import { eventOf } from "../support/events.ts";
import { loopback } from "../support/loopback.ts";

let stack: AwsStack;
let sns: SNSClient;
let number = 0;
beforeAll(async () => {
  stack = await startAwsStack();
  sns = new SNSClient({ ...CREDENTIALS, endpoint: stack.endpoint });
});
afterAll(async () => {
  sns.destroy();
  await stack.stop();
});

const placed = (seq: number, more: Partial<SequencedEvent> = {}): SequencedEvent => ({
  seq,
  ...eventOf(1, `e${seq}`, { channel: "sms" }),
  ...more,
});

/** A topic and what a queue that subscribes with that filter hears of it. */
const subscribed = (filter?: object) => {
  number += 1;
  const [topic, queue] = [`events-${number}`, `hears-${number}`];
  const { region } = CREDENTIALS;
  const { topicArn } = stack.server.createTopic(topic, { region });
  stack.server.createQueue(queue, { region });
  stack.server.subscribe({
    topic,
    queue,
    region,
    attributes: {
      RawMessageDelivery: "true",
      ...(filter && { FilterPolicy: JSON.stringify(filter) }),
    },
  });
  const QueueUrl = `${stack.endpoint}/000000000000/${queue}`;
  const hear = async () => {
    const heard: { body: string; attributes: Record<string, string | undefined> }[] = [];
    for (;;) {
      const { Messages = [] } = await stack.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      if (Messages.length === 0) return heard;
      for (const { Body = "", MessageAttributes = {} } of Messages) {
        const attributes = Object.entries(MessageAttributes).map(([name, one]) => [name, one.StringValue]);
        heard.push({ body: Body, attributes: Object.fromEntries(attributes) });
      }
    }
  };
  return { topic: snsEventTopic(sns, topicArn), hear };
};

describe("the topic of events", () => {
  it("tells a subscriber each event whole, and what to filter it by", async () => {
    const { topic, hear } = subscribed();
    const event = placed(7, { data: { message_text: "Grüße 👋 \u0000" } });
    await topic.publish([event]);
    const [heard] = await hear();
    expect(JSON.parse(heard!.body)).toEqual(event);
    expect(heard!.attributes).toEqual({ organization_id: "1", type: "message.incoming", channel: "sms" });
  });

  it("says no channel of what members told each other", async () => {
    const { topic, hear } = subscribed();
    const { channel: _, ...note } = placed(1, { type: "message.created", is_note: true });
    await topic.publish([note]);
    expect((await hear())[0]!.attributes).toEqual({ organization_id: "1", type: "message.created" });
  });

  it("tells a subscriber only what it asked for", async () => {
    const { topic, hear } = subscribed({ organization_id: ["2"], channel: ["sms"] });
    await topic.publish([placed(1), placed(1, { organization_id: 2 }), placed(2, { channel: "webchat" })]);
    expect((await hear()).map(({ body }) => JSON.parse(body).organization_id)).toEqual([2]);
  });

  it("takes as many events as there are", async () => {
    const { topic, hear } = subscribed();
    await topic.publish(Array.from({ length: 23 }, (_, index) => placed(index + 1)));
    expect((await hear()).map(({ body }) => JSON.parse(body).seq).sort((a, b) => a - b)).toHaveLength(23);
  });

  it("tells an event of more than 256 KB without its data, and where that is read", async () => {
    const { topic, hear } = subscribed();
    const large = placed(8, { data: { message_text: "ö".repeat(131_072) } });
    await topic.publish([placed(7), large, placed(9)]);
    const heard = (await hear()).map(({ body }) => JSON.parse(body));
    const { data: _, ...rest } = large;
    expect(heard.find(({ seq }) => seq === 8)).toEqual({
      ...rest,
      data: null,
      data_at: "GET /events?after_seq=7&limit=1",
    });
    expect(heard).toHaveLength(3);
  });
});

describe("what is asked of SNS", () => {
  /** Keeps each call's form and answers that these entries failed. */
  const answering = async (failed: string[] = []) => {
    const members = failed.map(
      (id) => `<member><Id>${id}</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>`,
    );
    const xml = `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Successful/><Failed>${members.join("")}</Failed></PublishBatchResult></PublishBatchResponse>`;
    const server = await loopback(() => ({ headers: { "content-type": "text/xml" }, body: xml }));
    const client = new SNSClient({ ...CREDENTIALS, endpoint: server.url, maxAttempts: 1 });
    const entriesOf = (body: string) =>
      [...new URLSearchParams(body)].filter(([name]) => name.endsWith(".Message")).map(([, text]) => text);
    return {
      topic: snsEventTopic(client, "arn:aws:sns:eu-central-1:1:events"),
      calls: () => server.heard.map(({ body }) => entriesOf(body)),
      stop: server.stop,
    };
  };

  it("is ten events a call, and never more than 256 KB in one", async () => {
    const { topic, calls, stop } = await answering();
    await topic.publish(Array.from({ length: 12 }, (_, index) => placed(index + 1)));
    const big = { data: { text: "x".repeat(100_000) } };
    await topic.publish([placed(1, big), placed(2, big), placed(3, big)]);
    await stop();
    expect(calls().map((entries) => entries.length)).toEqual([10, 2, 2, 1]);
    for (const entries of calls()) expect(Buffer.byteLength(entries.join(""))).toBeLessThan(262_144);
  });

  it("is not taken for done when one event of a call was refused", async () => {
    const { topic, stop } = await answering(["1"]);
    await expect(topic.publish([placed(1), placed(2)])).rejects.toThrow(
      "SNS refused 1 events: InternalError",
    );
    await stop();
  });
});
