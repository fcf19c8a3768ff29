import type { SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { createHandler } from "../../functions/whatsapp/deliver-whatsapp.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import type { Job } from "../../shared/domain/message.ts";
import { environmentSecrets } from "../../shared/embedded/secrets.ts";
import type { Answer, Lines } from "../../shared/providers/lines.ts";
import { type Items, keyOf } from "../../shared/store/items.ts";
import { jobOf, textPart } from "../support/delivery-words.ts";
import { onDynamoDb } from "./on-dynamodb.ts";
import { noFiles, SETTINGS } from "./parts.ts";
import { quietLog } from "./quiet.ts";

const places = Array.from({ length: 10 }, (_, index) => index + 1);
const cases = [1, 2, 3].flatMap((groups) => places.map((failing) => ({ groups, failing })));
const groupOf = (place: number, groups: number): number => 101 + (place % groups);

/** One message per place, in the conversation that is its group. */
const jobFor = (place: number, groups: number): Job => {
  const text = { ...textPart, payload: { text: { body: String(place) } } };
  const { account, message, ...job } = jobOf([text], `01jd${String(place).padStart(22, "0")}`);
  const conversation_id = groupOf(place, groups);
  return {
    ...job,
    message: { ...message, conversation_id, created_at: new Date().toISOString() },
    // As fast as it goes: its pace holds none of them back.
    account: { ...account, secret: "TOKEN", rate: 1_000 },
  };
};

const recordFor = (place: number, groups: number, receives: number): SQSRecord =>
  ({
    messageId: String(place),
    receiptHandle: `receipt ${place}`,
    body: JSON.stringify(jobFor(place, groups)),
    attributes: {
      MessageGroupId: String(groupOf(place, groups)),
      ApproximateReceiveCount: String(receives),
    },
  }) as unknown as SQSRecord;

const ok: Answer = { status: 200, headers: {}, body: '{"messages":[{"id":"wamid.1"}]}' };
/** This contact alone has to wait: …/whatsapp/support/error-codes */
const wait: Answer = { status: 400, headers: {}, body: '{"error":{"message":"Slower","code":131056}}' };

/** A provider that answers by place, and remembers what it took. */
const providerThat = (answer: (place: number) => Answer) => {
  const taken: number[] = [];
  const lines: Lines = {
    take: async ({ body }) => ({
      release: () => {},
      exchange: async () => {
        const place = Number(JSON.parse(body).text.body);
        const given = answer(place);
        if (given === ok) taken.push(place);
        return given;
      },
    }),
    close: () => {},
  };
  return { taken, lines };
};

/** The table refuses the first intent of this place's message. */
const failingAt = (items: Items, place: number): Items => {
  let failed = 0;
  return {
    ...items,
    write: async (change) => {
      const isIntent = "update" in change && change.set?.p0_intent !== undefined;
      // A store tries a write once more by itself.
      if (isIntent && keyOf(change).sk.includes(jobFor(place, 1).message.id) && ++failed <= 2)
        throw new Error("The table is away");
      return items.write(change);
    },
  };
};

quietLog();
onDynamoDb("over DynamoDB", (emptied) => {
  /** Works the batch, and then once more what of it came back: which came back, when, and what left in all. */
  const workTwice = async (groups: number, failing: number, how: "throttle" | "error") => {
    let asked = 0;
    const { taken, lines } = providerThat((place) =>
      how === "throttle" && place === failing && ++asked === 1 ? wait : ok,
    );
    const hidden: string[] = [];
    const items = await emptied();
    const changeVisibility = async (receipt: string) => void hidden.push(receipt);
    const handler = createHandler({
      items: how === "error" ? failingAt(items, failing) : items,
      queue: { enqueue: async () => {}, changeVisibility },
      bucket: noFiles,
      secrets: environmentSecrets({ TOKEN: "token" }),
      settings: { ...SETTINGS, providerOverrides: { meta: "https://graph.example.com" } },
      lines,
    });
    const work = async (some: number[], receives: number) => {
      const Records = some.map((place) => recordFor(place, groups, receives));
      const { batchItemFailures } = await handler({ Records }, contextFor(60_000));
      return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
    };
    const returned = await work(places, 1);
    return { returned, hidden, again: await work(returned, 2), taken };
  };

  describe.each(cases)("of ten jobs in $groups conversations the $failing-th is put off", (one) => {
    const { groups, failing } = one;
    const held = places.filter(
      (place) => place >= failing && groupOf(place, groups) === groupOf(failing, groups),
    );

    it.each(["throttle", "error"] as const)(
      "by a %s: it and the later ones of its conversation come again, and each leaves once, in order",
      async (how) => {
        const { returned, hidden, again, taken } = await workTwice(groups, failing, how);
        expect(returned).toEqual(held);
        expect(hidden).toEqual(held.map((place) => `receipt ${place}`));
        expect(again).toEqual([]);
        expect(taken).toEqual([...places.filter((place) => !held.includes(place)), ...held]);
      },
    );
  });
});
