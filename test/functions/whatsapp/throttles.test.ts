import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ERRORS } from "../../../functions/whatsapp/errors.ts";
import { graphOutcome } from "../../../shared/providers/meta-graph/client.ts";
import { type Answer, type Called, conversationsOf, textIn } from "../../support/conversations.ts";
import { type DeliveryFixture, sentAs, startDelivery } from "../../support/delivery.ts";

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const CONVERSATIONS = 100;
const EACH = 3;

const refusal = (code: number, status: number, earlierTries: number) =>
  graphOutcome(
    { status, headers: {}, body: JSON.stringify({ error: { message: `(#${code}) title`, code } }) },
    ERRORS,
    () => undefined,
    earlierTries,
  );
/** Conversation 1 is answered so for its first minute; all others are sent. */
const oneThrottled =
  (code: number, status: number): Answer =>
  (job, earlierTries, seconds) =>
    job.message.conversation_id === 1 && seconds < 60 ? refusal(code, status, earlierTries) : sentAs("wamid");

const of = (called: Called[], conversation: number) =>
  called.filter((one) => one.conversation === conversation);
const timesOf = (called: Called[]) => called.map(({ at: seconds }) => seconds);
/** Every message in its order, and each once; a message that was put off stands before all that follow it. */
const inOrder = (called: Called[], conversation: number): boolean => {
  const ids = of(called, conversation).map(({ message }) => message);
  return ids.every((id, index) => index === 0 || ids[index - 1]! <= id) && new Set(ids).size === EACH;
};
const everyone = Array.from({ length: CONVERSATIONS }, (_, index) => index + 1);
const triesOf = async (conversation: number, index = 0) =>
  (await at.read(textIn(conversation, index))).parts[0]!;

describe.each([
  ["the pair limit, 131056", 131056, 400, [0, 1, 5, 21, 85]],
  ["HTTP 429 with a code nobody knows", 999_999, 429, [0, 1, 3, 7, 15, 31, 63]],
])("one contact of a hundred meets %s for a minute", (_, code, status, steps) => {
  it("is called once a back-off step, and nobody else waits", async () => {
    const called = await conversationsOf(at, oneThrottled(code, status)).work(CONVERSATIONS, EACH);
    const last = steps.at(-1)!;
    expect(timesOf(of(called, 1))).toEqual([...steps, last, last]);
    const others = called.filter(({ conversation }) => conversation !== 1);
    expect(others).toHaveLength((CONVERSATIONS - 1) * EACH);
    expect(others.every(({ at: seconds }) => seconds === 0)).toBe(true);
    expect(everyone.filter((conversation) => !inOrder(called, conversation))).toEqual([]);
    expect(await at.deps.pauses.of([{ organization_id: 7, id: "acc1" }])).toEqual([undefined]);
  });
});

describe("the whole number meets its throughput limit, 130429, for a minute", () => {
  const throttled: Answer = (_job, earlierTries, seconds) =>
    seconds < 60 ? refusal(130429, 429, earlierTries) : sentAs("wamid");

  it("only the message that met it asks again, less and less often, and then all leave in order", async () => {
    const called = await conversationsOf(at, throttled).work(CONVERSATIONS, EACH);
    const during = called.filter(({ at: seconds }) => seconds < 62);
    expect(during.map((one) => [one.conversation, one.at])).toEqual([
      [1, 0],
      [1, 2],
      [1, 6],
      [1, 14],
      [1, 30],
    ]);
    expect(called).toHaveLength(CONVERSATIONS * EACH + during.length);
    expect(everyone.filter((conversation) => !inOrder(called, conversation))).toEqual([]);
    for (const conversation of everyone.slice(1)) {
      expect(await triesOf(conversation)).toMatchObject({ attempt: 1, tries: [] });
    }
    expect(await triesOf(1)).toMatchObject({ attempt: 6, closed: 5 });
  });

  it("beyond the calls that were open when it came, nobody's attempt is burnt", async () => {
    const open = 10;
    const called = await conversationsOf(at, throttled).work(CONVERSATIONS, EACH, open);
    const burnt = called.filter(({ at: seconds }) => seconds < 60);
    expect(burnt.every(({ conversation }) => conversation <= open)).toBe(true);
    expect(burnt).toHaveLength(open * 5);
    expect(everyone.filter((conversation) => !inOrder(called, conversation))).toEqual([]);
  });

  it("those that waited come back spread over a moment, behind the one that asks", async () => {
    let turn = 0;
    at.deps.random = () => (turn++ % 10) / 10;
    const called = await conversationsOf(at, throttled).work(20, 1);
    const after = timesOf(called.filter(({ conversation }) => conversation !== 1));
    expect(of(called, 1).at(-1)!.at).toBe(62);
    expect(Math.min(...after)).toBeGreaterThanOrEqual(62);
    expect(new Set(after).size).toBeGreaterThan(5);
  });
});
