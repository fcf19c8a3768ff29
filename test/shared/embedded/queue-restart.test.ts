import { describe, expect, it, vi } from "vitest";
import { afterCrash } from "../../../shared/embedded/queue.ts";
import { jobOf } from "../../support/delivery.ts";
import {
  again,
  done,
  emptied,
  groupOf,
  idOf,
  numberOf,
  queuesInTests,
  receivesOf,
  turn,
  turns,
} from "../../support/delivery-queue.ts";

const at = queuesInTests();

describe("after a restart", () => {
  it("every group is found again, each at its own place", async () => {
    const before = at.queueNamed();
    for (let index = 0; index < 40; index += 1) {
      await before.enqueue(jobOf(1, idOf(index)), `group ${index % 8}`);
    }
    const after = at.queueNamed();
    const worked = new Map<string, number[]>();
    after.start(async (event) => {
      const group = groupOf(event);
      worked.set(group, [...(worked.get(group) ?? []), numberOf(event)]);
      return done;
    }, 3);
    await emptied(after);
    expect(worked.size).toBe(8);
    expect(worked.get("group 3")).toEqual([3, 11, 19, 27, 35]);
  });

  it("a job that was put off keeps its moment", async () => {
    const before = at.queueNamed();
    await before.enqueue(jobOf(1), "a");
    let taken = 0;
    before.start(async (event) => {
      taken += 1;
      await before.changeVisibility(event.Records[0]!.receiptHandle, 3_600);
      return again(event);
    }, 1);
    await vi.waitUntil(() => taken === 1, { interval: 1 });
    await before.stop();
    const after = at.queueNamed();
    let early = 0;
    after.start(async () => {
      early += 1;
      return done;
    }, 1);
    await turns();
    await after.stop();
    expect([early, after.waiting()]).toEqual([0, 1]);
    at.clock.ms += 3_600_000;
    const later = at.queueNamed();
    later.start(async () => done, 1);
    await emptied(later);
  });

  it("takings that a kill cut short are counted, of the head of each group alone", async () => {
    const before = at.queueNamed();
    for (const index of [1, 2]) await before.enqueue(jobOf(1, idOf(index)), "a");
    await before.enqueue(jobOf(1, idOf(3)), "b");
    for (let kill = 0; kill < 3; kill += 1) await afterCrash(at.database);
    const after = at.queueNamed();
    const receives = new Map<number, number>();
    after.start(async (event) => {
      receives.set(numberOf(event), receivesOf(event));
      return done;
    }, 1);
    await emptied(after);
    expect(Object.fromEntries(receives)).toEqual({ 1: 4, 2: 1, 3: 4 });
  });
});

describe("stopping", () => {
  it("takes nothing more and waits for what is in hand", async () => {
    const queue = at.queueNamed();
    const gate = Promise.withResolvers<void>();
    let taken = 0;
    queue.start(async () => {
      taken += 1;
      await gate.promise;
      return done;
    }, 2);
    for (let index = 0; index < 6; index += 1)
      await queue.enqueue(jobOf(1, idOf(index)), `group ${index % 3}`);
    let stopped = false;
    const stopping = queue.stop().then(() => {
      stopped = true;
    });
    await turn();
    expect([taken, stopped]).toEqual([2, false]);
    gate.resolve();
    await stopping;
    expect([taken, queue.waiting()]).toEqual([2, 4]);
  });

  it("loses nothing that is promised while it stops", async () => {
    const queue = at.queueNamed();
    queue.start(async () => done, 2);
    await queue.stop();
    await queue.enqueue(jobOf(1), "a");
    expect(queue.waiting()).toBe(1);
  });
});
