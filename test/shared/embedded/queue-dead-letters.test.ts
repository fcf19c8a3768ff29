import type { SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { afterCrash, type Consumer } from "../../../shared/embedded/queue.ts";
import { jobOf } from "../../support/delivery.ts";
import { again, done, emptied, idOf, numberOf, queuesInTests, turns } from "../../support/delivery-queue.ts";

const at = queuesInTests();

/** Hands jobs over until `after` times; what came to the dead letters, and what was worked. */
const working = (consumer: Consumer, bury: Consumer = async () => done) => {
  const queue = at.queueNamed();
  const buried: SQSEvent[] = [];
  const worked: number[] = [];
  const consume: Consumer = async (event) => {
    worked.push(numberOf(event));
    await queue.changeVisibility(event.Records[0]!.receiptHandle, 0);
    return consumer(event);
  };
  const dead = {
    after: 3,
    consumer: async (event: SQSEvent) => {
      buried.push(event);
      return bury(event);
    },
  };
  return { queue, buried, worked, start: () => queue.start(consume, 1, () => {}, dead) };
};

describe("a job that comes back again and again", () => {
  it("goes to the dead letters after as many takings as allowed, and the next of its group is worked", async () => {
    const { queue, buried, worked, start } = working(async (event) =>
      numberOf(event) === 1 ? again(event) : done,
    );
    for (const index of [1, 2]) await queue.enqueue(jobOf(1, idOf(index)), "a");
    start();
    await emptied(queue);
    expect(worked).toEqual([1, 1, 1, 2]);
    expect(buried.map(numberOf)).toEqual([1]);
    expect(buried[0]!.Records[0]!.eventSourceARN).toMatch(/:deliver-whatsapp-dead\.fifo$/);
  });

  it("that is done at the last taking allowed is no dead letter", async () => {
    let taken = 0;
    const { queue, buried, start } = working(async (event) => (++taken < 3 ? again(event) : done));
    await queue.enqueue(jobOf(1), "a");
    start();
    await emptied(queue);
    expect([taken, buried]).toEqual([3, []]);
  });

  it("because it ends the whole process each time, is not even begun at the next start", async () => {
    const { queue, buried, worked, start } = working(async () => done);
    for (const index of [1, 2]) await queue.enqueue(jobOf(1, idOf(index)), "a");
    for (let kill = 0; kill < 3; kill += 1) await afterCrash(at.database);
    start();
    await emptied(queue);
    expect([buried.map(numberOf), worked]).toEqual([[1], [2]]);
  });
});

describe("a dead letter that could not be stored", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("stays in the queue, before the next of its group, and is handed over again", async () => {
    let away = true;
    const { queue, buried, worked, start } = working(
      async (event) => (numberOf(event) === 1 ? again(event) : done),
      async (event) => (away ? again(event) : done),
    );
    for (const index of [1, 2]) await queue.enqueue(jobOf(1, idOf(index)), "a");
    start();
    await turns();
    expect([queue.waiting(), worked, buried.length]).toEqual([2, [1, 1, 1], 1]);
    away = false;
    at.clock.ms += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
    await turns();
    expect([queue.waiting(), worked, buried.length]).toEqual([0, [1, 1, 1, 2], 2]);
  });
});
