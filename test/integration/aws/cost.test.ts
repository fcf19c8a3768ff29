import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dollars, nothing, sum, type Used } from "../../support/aws-prices.ts";
import { startRoad } from "../../support/aws-road.ts";
import { noDynamoDb } from "../../support/dynamodb.ts";

const TEXT = "Your parcel is on its way to you. ".repeat(15).slice(0, 500);
const CALLBACKS = ["sent", "delivered", "read"];
/** Forty calls of handlers and some hundred of the database, on a machine that may have other work. */
const PATIENCE_MS = 120_000;

describe.skipIf(noDynamoDb)(
  noDynamoDb ?? "a text of 500 bytes with three callbacks, on AWS",
  { timeout: PATIENCE_MS },
  () => {
    let road: Awaited<ReturnType<typeof startRoad>>;
    beforeAll(async () => {
      road = await startRoad();
    });
    afterAll(() => road?.stop());

    /** `SHOW_COST=1` prints the bills. What one of `together` texts uses; changes gather over so many seconds, `quiet`: over each step by itself. */
    const usedByOne = async (together: number, quiet = false) => {
      Object.assign(road.used, nothing());
      let events = 0;
      const pass = async (step: () => Promise<void>) => {
        await step();
        if (quiet) events += await road.tell();
      };
      const jobs: Awaited<ReturnType<typeof road.accept>>[] = [];
      await pass(async () => {
        for (let count = 0; count < together; count += 1) {
          jobs.push(await road.accept(TEXT));
          await road.deliver(jobs.at(-1)!);
        }
      });
      const direct = { ...road.used };
      for (const status of CALLBACKS) {
        await pass(async () => {
          for (const job of jobs) await road.callBack(job, status);
        });
      }
      if (!quiet) {
        Object.assign(direct, road.used);
        events = await road.tell();
      }
      expect(events).toBe(5 * together);
      const each = (used: Used) =>
        Object.fromEntries(Object.entries(used).map(([name, count]) => [name, count / together])) as Used;
      return { whole: each(road.used), withoutEvents: each(direct) };
    };
    const dollarsOfAMillion = (used: Used) =>
      Object.entries(dollars(used)).map(([what, one]) => ({
        what,
        count: used[what as keyof Used],
        dollars: Number((one * 1e6).toFixed(2)),
      }));

    it("uses these calls where ten leave in a second: the way itself, and what its five events add", async () => {
      const { whole, withoutEvents } = await usedByOne(10);
      expect(withoutEvents).toMatchObject({
        http: 4,
        invocation: 5,
        write: 8,
        read: 11,
        fifo: 3,
        publish: 0,
      });
      expect(whole.write - withoutEvents.write).toBeLessThanOrEqual(1.5);
      expect(whole.fifo - withoutEvents.fifo).toBeLessThanOrEqual(0.3);
      expect(whole.publish).toBeLessThanOrEqual(0.5);
      expect(whole.invocation - withoutEvents.invocation).toBeLessThanOrEqual(0.25);
    });

    it.each([
      ["ten in a second", 10, false, 15.5],
      ["three in a second", 3, false, 17],
      ["each alone, all of it at once", 1, false, 21],
      ["each alone, and long between its callbacks", 1, true, 34.5],
    ])("costs no more than it did, a million: %s", async (_, together, quiet, most) => {
      const { whole } = await usedByOne(together, quiet);
      if (process.env.SHOW_COST) console.table(dollarsOfAMillion(whole));
      expect(1e6 * sum(dollars(whole))).toBeLessThanOrEqual(most);
    });
  },
);
