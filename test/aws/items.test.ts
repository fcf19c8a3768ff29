import { DynamoDBClient, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import { despiteConflicts } from "../../shared/aws/conflicts.ts";
import { dynamoItems } from "../../shared/aws/items.ts";
import { readKeys } from "../../shared/aws/reads.ts";
import { CREDENTIALS } from "../support/dynamodb.ts";
import { type Answer, type Heard, loopback } from "../support/loopback.ts";

let server: Awaited<ReturnType<typeof loopback>> | undefined;
afterEach(() => server?.stop());

const answering = async (answer: (heard: Heard, count: number) => Answer) => {
  server = await loopback(answer);
  return new DynamoDBClient({ ...CREDENTIALS, endpoint: server.url, maxAttempts: 1 });
};
const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: JSON.stringify(body),
});
const canceled = (...codes: string[]): Answer =>
  json(
    {
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      CancellationReasons: codes.map((Code) => ({ Code })),
    },
    400,
  );
const at = (sk: string) => ({ pk: "p", sk });
const raw = (sk: string) => ({ pk: { S: "p" }, sk: { S: sk } });
const two = [{ put: at("a") }, { put: at("b"), if: { pk: "absent" as const } }];

describe("a transaction that meets another", () => {
  it("is tried again until it gets through", async () => {
    const db = await answering((_, count) =>
      count < 3 ? canceled("None", count === 1 ? "TransactionConflict" : "ThrottlingError") : json({}),
    );
    expect(await dynamoItems(db, "t").writeAll(two)).toBe(true);
    expect(server!.heard).toHaveLength(3);
  });

  it("is not tried again when a guard did not hold", async () => {
    const db = await answering(() => canceled("TransactionConflict", "ConditionalCheckFailed"));
    expect(await dynamoItems(db, "t").writeAll(two)).toBe(false);
    expect(server!.heard).toHaveLength(1);
  });

  it("is an error, never a guard, when DynamoDB will not have it", async () => {
    const db = await answering(() => canceled("None", "ValidationError"));
    await expect(dynamoItems(db, "t").writeAll(two)).rejects.toMatchObject({
      name: "TransactionCanceledException",
    });
    expect(server!.heard).toHaveLength(1);
  });

  it("lets a single write through after it", async () => {
    const db = await answering((_, count) =>
      count === 1 ? json({ __type: "TransactionConflictException" }, 400) : json({}),
    );
    expect((await dynamoItems(db, "t").write(two[0]!)).ok).toBe(true);
  });

  it("gives up after six tries, ever longer apart", async () => {
    const waits: number[] = [];
    let tries = 0;
    const conflict = async () => {
      tries += 1;
      throw new TransactionConflictException({ $metadata: {}, message: "busy" });
    };
    const given = despiteConflicts(conflict, async (milliseconds) => void waits.push(milliseconds));
    await expect(given).rejects.toBeInstanceOf(TransactionConflictException);
    expect(tries).toBe(6);
    for (const [n, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(10 * 2 ** n);
      expect(wait).toBeLessThanOrEqual(20 * 2 ** n);
    }
    expect(waits).toHaveLength(5);
  });
});

describe("keys that DynamoDB leaves unprocessed", () => {
  const page = (served: string[], left: string[]): Answer =>
    json({
      Responses: { t: served.map(raw) },
      UnprocessedKeys: left.length > 0 ? { t: { Keys: left.map(raw), ConsistentRead: true } } : {},
    });

  it("are asked for again, alone", async () => {
    const db = await answering((_, count) => (count === 1 ? page(["a"], ["b"]) : page(["b"], [])));
    expect(await readKeys(db, "t", [at("b"), at("a"), at("c")], async () => {})).toEqual([
      at("b"),
      at("a"),
      undefined,
    ]);
    const asked = server!.heard.map(({ body }) => JSON.parse(body).RequestItems.t);
    expect(asked.map(({ Keys }) => Keys.length)).toEqual([3, 1]);
    expect(asked.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
  });

  it("are never called absent", async () => {
    const db = await answering(() => page([], ["a"]));
    const waits: number[] = [];
    const read = readKeys(db, "t", [at("a")], async (milliseconds) => void waits.push(milliseconds));
    await expect(read).rejects.toMatchObject({ name: "KeysUnprocessed" });
    expect([server!.heard.length, waits]).toEqual([4, [40, 80, 160]]);
  });
});

describe("a listing", () => {
  it("is strongly consistent under a key, and asks for no more than it shows", async () => {
    const db = await answering(() => json({ Items: [raw("a")] }));
    await dynamoItems(db, "t").list("p", { limit: 5 });
    expect(JSON.parse(server!.heard[0]!.body)).toMatchObject({ ConsistentRead: true, Limit: 5 });
  });

  it("of a range that holds nothing asks nothing, as DynamoDB refuses crossed bounds", async () => {
    const db = await answering(() => json({}, 400));
    expect(await dynamoItems(db, "t").list("p", { limit: 5, after: "b", upTo: "a" })).toEqual([]);
    expect(server!.heard).toEqual([]);
  });
});
