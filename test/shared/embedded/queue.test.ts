import { describe, expect, it } from "vitest";
import type { Consumer } from "../../../shared/embedded/queue.ts";
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
} from "../../support/delivery-queue.ts";

const at = queuesInTests();

describe("a group", () => {
  it("is worked one after the other, in the order it was filled", async () => {
    const queue = at.queueNamed();
    const worked: number[] = [];
    let open = 0;
    const consume: Consumer = async (event) => {
      expect(++open).toBe(1);
      await turn();
      worked.push(numberOf(event));
      open -= 1;
      return done;
    };
    queue.start(consume, 8);
    for (let index = 0; index < 30; index += 1) await queue.enqueue(jobOf(1, idOf(index)), "a");
    await emptied(queue);
    expect(worked).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it("keeps its order when its head is put off, while others go on", async () => {
    const queue = at.queueNamed();
    const worked: string[] = [];
    const consume: Consumer = async (event) => {
      const number = numberOf(event);
      const first = receivesOf(event) === 1;
      worked.push(`${groupOf(event)} ${number}${first ? "" : " again"}`);
      if (number !== 1 || !first) return done;
      await queue.changeVisibility(event.Records[0]!.receiptHandle, 0.05);
      setTimeout(() => (at.clock.ms += 50), 5);
      return again(event);
    };
    for (const index of [1, 2, 3]) await queue.enqueue(jobOf(1, idOf(index)), "a");
    for (const index of [4, 5]) await queue.enqueue(jobOf(1, idOf(index)), "b");
    queue.start(consume, 1);
    await emptied(queue);
    expect(worked.filter((one) => one.startsWith("a"))).toEqual(["a 1", "a 1 again", "a 2", "a 3"]);
    expect(worked.indexOf("b 5")).toBeLessThan(worked.indexOf("a 1 again"));
  });

  it("comes again at once when it may", async () => {
    const queue = at.queueNamed();
    const receives: number[] = [];
    queue.start(async (event) => {
      receives.push(receivesOf(event));
      if (receives.length === 4) return done;
      await queue.changeVisibility(event.Records[0]!.receiptHandle, 0);
      return again(event);
    }, 1);
    await queue.enqueue(jobOf(1), "a");
    await emptied(queue);
    expect(receives).toEqual([1, 2, 3, 4]);
  });

  it("does not keep others waiting until it is empty", async () => {
    const queue = at.queueNamed();
    const worked: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      for (const group of ["a", "b", "c"]) await queue.enqueue(jobOf(1, idOf(index)), group);
    }
    queue.start(async (event) => {
      worked.push(groupOf(event));
      return done;
    }, 1);
    await emptied(queue);
    expect(worked.join("")).toBe("abc".repeat(5));
  });
});

it("as many groups are worked at once as there are workers, and no more", async () => {
  const queue = at.queueNamed();
  let open = 0;
  let most = 0;
  const consume: Consumer = async () => {
    most = Math.max(most, ++open);
    for (let waited = 0; waited < 5; waited += 1) await turn();
    open -= 1;
    return done;
  };
  await Promise.all(
    Array.from({ length: 60 }, (_, index) => queue.enqueue(jobOf(1, idOf(index)), `group ${index % 20}`)),
  );
  queue.start(consume, 7);
  await emptied(queue);
  expect(most).toBe(7);
});

it("queues of two channels in one folder do not see each other's jobs", async () => {
  const [one, other] = [at.queueNamed("whatsapp"), at.queueNamed("sms")];
  await one.enqueue(jobOf(1, idOf(1)), "a");
  await other.enqueue(jobOf(1, idOf(2)), "a");
  const seen: number[] = [];
  one.start(async (event) => {
    seen.push(numberOf(event));
    return done;
  }, 4);
  await emptied(one);
  expect([seen, other.waiting()]).toEqual([[1], 1]);
});

describe("what it costs", () => {
  const plan = (sql: string, ...values: (string | number)[]) =>
    at.database
      .sql(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail));

  it("the head of a group is found by the index, whatever waits behind it", () => {
    const head =
      "SELECT id, body, receives, visible_at FROM jobs WHERE queue = ? AND grp = ? ORDER BY id LIMIT 1";
    expect(plan(head, "whatsapp", "a")).toEqual([
      "SEARCH jobs USING INDEX jobs_by_group (queue=? AND grp=?)",
    ]);
  });

  it("to add a job asks one statement, and none that looks at the others", async () => {
    const queue = at.queueNamed();
    const gate = Promise.withResolvers<typeof done>();
    queue.start(() => gate.promise, 1);
    await queue.enqueue(jobOf(1, idOf(0)), "a");
    const asked: string[] = [];
    const { sql } = at.database;
    Object.assign(at.database, {
      sql: (text: string) => {
        asked.push(text);
        return sql(text);
      },
    });
    const { write } = at.database;
    at.database.write = (work) => write.call(at.database, () => work(at.database.sql)) as never;
    await queue.enqueue(jobOf(1, idOf(1)), "a");
    expect(asked).toEqual(["INSERT INTO jobs (queue, grp, body) VALUES (?, ?, ?)"]);
    gate.resolve(done);
  });
});
