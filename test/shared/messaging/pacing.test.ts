import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Account } from "../../../shared/domain/account.ts";
import { createPacing } from "../../../shared/messaging/pacing.ts";
import { conversationsOf, textIn } from "../../support/conversations.ts";
import {
  type DeliveryFixture,
  jobOf,
  mediaPart,
  START,
  sentAs,
  startDelivery,
  textPart,
} from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const { account } = jobOf(1);
const withSecret = { ...account, secret: "META_TOKEN" };
const clock = { ms: START };
const pacingAt = (usual: number | undefined) => createPacing(usual, () => new Date(clock.ms));
/** How many calls may begin within a second of asking every millisecond. */
const inOneSecond = (pacing: ReturnType<typeof pacingAt>, of: Account = withSecret): number => {
  let begun = 0;
  const end = clock.ms + 1_000;
  for (; clock.ms < end; clock.ms += 1) if (pacing.wait(of) === 0) begun += 1;
  return begun;
};

describe("the pace of an account", () => {
  it("is its channel's rate, and a tenth of a second's calls after a rest", () => {
    const pacing = pacingAt(80);
    expect(inOneSecond(pacing)).toBe(87);
    expect(inOneSecond(pacing)).toBe(80);
    clock.ms += 3_600_000;
    expect(inOneSecond(pacing)).toBe(87);
  });

  it("is the account's own rate where it has one", () => {
    const pacing = pacingAt(80);
    expect(inOneSecond(pacing, { ...withSecret, rate: 20 })).toBe(21);
  });

  it("is nothing for the sandbox, and where the channel names no rate", () => {
    for (let call = 0; call < 1_000; call += 1) {
      expect(pacingAt(80).wait(account)).toBe(0);
      expect(pacingAt(undefined).wait(withSecret)).toBe(0);
    }
    const { secret: _, ...sandbox } = withSecret;
    const pacing = pacingAt(1);
    expect([pacing.wait(sandbox), pacing.wait(sandbox)]).toEqual([0, 0]);
  });

  it("is each account's own: ids of two organizations do not share one", () => {
    const pacing = pacingAt(1);
    expect(pacing.wait(withSecret)).toBe(0);
    expect(pacing.wait({ ...withSecret, organization_id: 8 })).toBe(0);
    expect(pacing.wait(withSecret)).toBe(1);
  });

  it("is one for audio and video where the channel counts these by themselves, and never above the account's own", () => {
    const pacing = createPacing(300, () => new Date(clock.ms), 10);
    const streams = (of: Account) => ({ wait: () => pacing.wait(of, true) });
    expect(inOneSecond(streams(withSecret))).toBe(10);
    expect(inOneSecond(streams({ ...withSecret, id: "slow", rate: 4 }))).toBe(4);
    expect([pacing.wait(withSecret), pacing.wait(account, true)]).toEqual([0, 0]);
    expect(inOneSecond(pacing)).toBeGreaterThan(299);
    const other = pacingAt(80);
    expect(inOneSecond({ wait: (of) => other.wait(of, true) })).toBe(87);
  });

  it("names each that must wait a moment of its own, so that they do not all come for one token", () => {
    const pacing = pacingAt(10);
    expect([1, 2, 3, 4].map(() => pacing.wait(withSecret))).toEqual([0, 0.1, 0.2, 0.3]);
  });
});

it("a video waits for its own turn, and the text that follows it for none of that kind", async () => {
  const asked: unknown[] = [];
  at.deps.pacing = {
    wait: (_, isStream) => {
      asked.push(isStream);
      return 0;
    },
  };
  const job = jobOf([mediaPart, textPart]);
  await at.addFile({ state: "checked", etag: "1" });
  await at.deliver({ ...job, message: { ...job.message, message_type: "video" } });
  await at.deliver(jobOf([mediaPart], "01jd0000000000000000000002"));
  expect(asked).toEqual([true, false, false]);
});

it("a hundred conversations over an account of ten a second leave ten a second, with one call each", async () => {
  at.deps.pacing = createPacing(undefined, at.deps.now);
  const called = await conversationsOf(at, () => sentAs("wamid"), { rate: 10 }).work(100, 1);
  expect(called).toHaveLength(100);
  const seconds = called.map(({ at: second }) => second);
  for (let second = 0; second < 9; second += 1) {
    expect(seconds.filter((one) => one >= second && one < second + 1)).toHaveLength(10);
  }
  expect(at.clock.ms - START).toBeGreaterThanOrEqual(9_800);
  for (let conversation = 1; conversation <= 100; conversation += 1) {
    const [part] = (await at.read(textIn(conversation))).parts;
    expect(part).toMatchObject({ attempt: 1, tries: [] });
  }
});
