import fc from "fast-check";
import { expect, it } from "vitest";
import { histories, live } from "./history.ts";
import { onDynamoDb } from "./on-dynamodb.ts";
import { quietLog } from "./quiet.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

quietLog();
onDynamoDb("over DynamoDB, with a queue that behaves as SQS FIFO", (emptied) => {
  it.each(SEEDS)(
    "whatever fails in history %d, nothing is lost, sent twice or out of order",
    async (seed) => {
      const [deeds] = fc.sample(histories, { seed, numRuns: 1 });
      expect(await live(await emptied(), deeds!)).toEqual([]);
    },
    60_000,
  );
});
