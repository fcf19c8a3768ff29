import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { jobOf } from "../../support/delivery.ts";
import { done, queuesInTests, turns } from "../../support/delivery-queue.ts";

const at = queuesInTests();

/** Lets a second pass, for the queue's timers and for its clock. */
const second = async () => {
  await turns();
  at.clock.ms += 1_000;
  await vi.advanceTimersByTimeAsync(1_000);
  await turns();
};
describe("when something breaks", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("a consumer that throws gets the job again a second later, and it is told", async () => {
    const queue = at.queueNamed();
    const failed: unknown[] = [];
    let taken = 0;
    queue.start(
      async () => {
        if (++taken === 1) throw new Error("a bug");
        return done;
      },
      1,
      (error) => failed.push(error),
    );
    await queue.enqueue(jobOf(1), "a");
    await turns();
    expect([taken, failed.map(String)]).toEqual([1, ["Error: a bug"]]);
    await second();
    expect([taken, queue.waiting()]).toEqual([2, 0]);
  });

  it("a database that fails does not end the worker: the group is tried again, and it is told", async () => {
    const queue = at.queueNamed();
    const failed: unknown[] = [];
    const { write } = at.database;
    await queue.enqueue(jobOf(1), "a");
    at.database.write = () => {
      at.database.write = write;
      return Promise.reject(new Error("disk full"));
    };
    queue.start(
      async () => done,
      1,
      (error) => failed.push(error),
    );
    await turns();
    expect([failed.map(String), queue.waiting()]).toEqual([["Error: disk full"], 1]);
    await second();
    expect([failed.length, queue.waiting()]).toEqual([1, 0]);
  });
});
