import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { queueHandler } from "../../../shared/lambda/queue-handler.ts";
import type { Run, Verdict } from "../../../shared/messaging/deliver.ts";
import { backoff } from "../../../shared/messaging/delivery-limits.ts";
import { jobOf } from "../../support/delivery.ts";

const idOf = (index: number) => `01jd00000000000000000000${String(index).padStart(2, "0")}`;

const record = (index: number, group: string, receives = 1): SQSRecord =>
  ({
    messageId: `record ${index}`,
    receiptHandle: `receipt ${index}`,
    body: JSON.stringify(jobOf(1, idOf(index))),
    attributes: { MessageGroupId: group, ApproximateReceiveCount: String(receives) },
  }) as unknown as SQSRecord;

const context = { getRemainingTimeInMillis: () => 42_000 } as Context;

/** Works the records; the verdict of each is told by its place, counted from 1. */
const work = async (records: SQSRecord[], verdictOf: (place: number) => Verdict | Error) => {
  const worked: number[] = [];
  const runs: Run[] = [];
  const hidden: Record<string, number> = {};
  const buried: Record<string, string | undefined> = {};
  const handler = queueHandler({
    deliver: async (job, run) => {
      const place = Number(job.message.id.slice(-2));
      worked.push(place);
      runs.push(run);
      const verdict = verdictOf(place);
      if (verdict instanceof Error) throw verdict;
      return verdict;
    },
    changeVisibility: async (receipt, seconds) => {
      if (seconds === 13) throw new Error("SQS is away");
      hidden[receipt] = seconds;
    },
    bury: async ({ id, body, reason, detail }) => {
      if (body.includes("unstorable")) throw new Error("the store is away");
      expect(reason).toBe("unreadable");
      buried[id] = detail;
    },
  });
  const { batchItemFailures } = await handler({ Records: records } satisfies SQSEvent, context);
  const returned = batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.split(" ")[1]));
  return { worked, returned, hidden, runs, buried };
};

const places = Array.from({ length: 10 }, (_, index) => index + 1);
const cases = [1, 2, 3].flatMap((groups) => places.map((failing) => ({ groups, failing })));
const groupOf = (place: number, groups: number) => `group ${place % groups}`;

describe.each(cases)(
  "of ten records in $groups groups, the $failing-th is put off",
  ({ groups, failing }) => {
    const records = places.map((place) => record(place, groupOf(place, groups)));
    const held = places.filter(
      (place) => place >= failing && groupOf(place, groups) === groupOf(failing, groups),
    );

    it.each([
      ["by its verdict", { later: 17 }, 17],
      ["by an error", new Error("a surprise"), 2],
    ] as [string, Verdict | Error, number][])(
      "%s: it and the later ones of its group come again",
      async (_, fault, seconds) => {
        const { worked, returned, hidden } = await work(records, (place) =>
          place === failing ? fault : { done: true },
        );
        expect(returned).toEqual(held);
        expect(worked).toEqual(places.filter((place) => place === failing || !held.includes(place)));
        expect(hidden).toEqual(Object.fromEntries(held.map((place) => [`receipt ${place}`, seconds])));
      },
    );
  },
);

it("several groups may fail in one batch, each from its own first failure on", async () => {
  const records = places.map((place) => record(place, groupOf(place, 3)));
  const { returned, hidden } = await work(records, (place) =>
    place === 4 ? { later: 5 } : place === 6 ? { later: 9 } : { done: true },
  );
  expect(returned).toEqual([4, 6, 7, 9, 10]);
  expect(hidden).toEqual({ "receipt 4": 5, "receipt 7": 5, "receipt 10": 5, "receipt 6": 9, "receipt 9": 9 });
});

it("a job that may come again at once comes again at once", async () => {
  const { returned, hidden } = await work([record(1, "a")], () => ({ later: 0 }));
  expect([returned, hidden]).toEqual([[1], { "receipt 1": 0 }]);
});

it("a record whose moment cannot be set is still given back, and the others are worked", async () => {
  const { worked, returned } = await work([record(1, "a"), record(2, "b"), record(3, "a")], (place) =>
    place === 1 ? { later: 13 } : { done: true },
  );
  expect(worked).toEqual([1, 2]);
  expect(returned).toEqual([1, 3]);
});

describe("an entry that is no job", () => {
  const broken = { ...record(1, "a"), body: '{"message":{"id":"a secret"},"parts":[],"account":{}}' };
  const noJson = { ...record(2, "b"), body: "{" };

  it("is put with the dead letters at once, and the next of its group is worked", async () => {
    const { worked, returned, buried } = await work([broken, noJson, record(3, "a"), record(4, "b")], () => ({
      done: true,
    }));
    expect(worked).toEqual([3, 4]);
    expect(returned).toEqual([]);
    expect(Object.keys(buried)).toEqual(["record 1", "record 2"]);
  });

  it("says where it is wrong, and nothing of what it holds", async () => {
    const { buried } = await work([broken, noJson], () => ({ done: true }));
    expect(buried["record 1"]).toContain("message.organization_id: invalid_type");
    expect(buried["record 1"]).not.toContain("secret");
    expect(buried["record 2"]).toBe("not JSON");
  });

  it("comes again, and holds its group, when it cannot be put away: it is not lost", async () => {
    const { worked, returned } = await work(
      [{ ...broken, body: "unstorable" }, record(3, "a"), record(4, "b")],
      () => ({ done: true }),
    );
    expect(worked).toEqual([4]);
    expect(returned).toEqual([1, 3]);
  });
});

it("errors are waited for longer each time, three minutes at most", async () => {
  const seconds = async (receives: number) => {
    const { hidden } = await work([record(1, "a", receives)], () => new Error("again"));
    return hidden["receipt 1"];
  };
  expect(await Promise.all([1, 2, 3, 5, 7, 8, 900].map(seconds))).toEqual([2, 4, 8, 32, 128, 180, 180]);
});

it("delivery is told how often the job was taken, and how long it may take", async () => {
  const { runs } = await work([record(1, "a", 7)], () => ({ done: true }));
  expect(runs[0]!.receives).toBe(7);
  expect(runs[0]!.timeLeft()).toBe(42_000);
});

it("a store that is away for a whole day does not use up the receives of a job", () => {
  const day = 24 * 3_600;
  let [waited, receives] = [0, 0];
  for (; waited < day; receives += 1) waited += backoff(receives + 1);
  expect(receives).toBeLessThan(500);
});
