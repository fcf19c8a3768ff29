import type { SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/dead-letters/dead-letters.ts";
import { deadLetterStore } from "../../../shared/store/dead-letters.ts";
import type { Items } from "../../../shared/store/items.ts";
import { type DeliveryFixture, jobOf, MESSAGE_ID, startDelivery } from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const record = (id: string, body: string, queue = "deliver-whatsapp-production-dead.fifo", group = "a") =>
  ({
    messageId: id,
    body,
    attributes: { MessageGroupId: group },
    eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:${queue}`,
  }) as unknown as SQSRecord;
const take = async (Records: SQSRecord[], items: Items = at.items) => {
  const { batchItemFailures } = await createHandler({ items, now: at.deps.now })({ Records });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};
const listed = async (of: { organization_id: number } | { channel: string }) =>
  (await deadLetterStore(at.items).list(of, { limit: 10 })).data;

describe("what a channel's dead-letter queue holds", () => {
  it("ends its message, and is listed by its organization under its channel", async () => {
    const job = jobOf(2);
    expect(await take([record("one", JSON.stringify(job))])).toEqual([]);
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
    expect(await listed({ organization_id: 7 })).toMatchObject([
      { id: "one", channel: "whatsapp", reason: "receives_exhausted", message_id: MESSAGE_ID },
    ]);
  });

  it.each([
    ["deliver-whatsapp-dead.fifo", "whatsapp"],
    ["deliver-sms-production-dead.fifo", "sms"],
    ["deliver-webchat-my-own-stage-dead.fifo", "webchat"],
    ["somebody-elses.fifo", "unknown"],
  ])("of the queue %s is %s's", async (queue, channel) => {
    await take([record("one", "{", queue)]);
    expect(await listed({ channel })).toHaveLength(1);
  });

  it("comes again with the later ones of its group when the store is away; other groups go on", async () => {
    const broken: Items = {
      ...at.items,
      write: async (change) => {
        if (JSON.stringify(change).includes("#one")) throw new Error("the database is away");
        return at.items.write(change);
      },
    };
    const records = [record("one", "{"), record("two", "{"), record("three", "{", undefined, "b")];
    expect(await take(records, broken)).toEqual(["one", "two"]);
    expect((await listed({ channel: "whatsapp" })).map(({ id }) => id)).toEqual(["three"]);
    expect(await take(records)).toEqual([]);
    expect(await listed({ channel: "whatsapp" })).toHaveLength(3);
  });
});
