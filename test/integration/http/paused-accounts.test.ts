import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHandler as createAccounts } from "../../../functions/conversations/list-accounts.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import { directory } from "../../../shared/store/directory.ts";
import { call } from "../../support/calls.ts";
import { ENDPOINTS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";

const backend = eachWithBackend();
let sandbox: Sandbox;
let origin: string;
beforeAll(async () => {
  sandbox = createSandbox({ port: 0, callbacks: false });
  origin = await sandbox.listen();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  backend().settings.sandbox = origin;
});

/** A channel's worker, which is handed the n-th accepted message; the seconds it gives it back for, or "done". */
const workerOf = (channel: Channel, token?: string) => {
  const hidden: number[] = [];
  const parts = backend().parts(channel);
  const changeVisibility = async (_: string, seconds: number) => void hidden.push(seconds);
  const queue = { ...parts.queue, changeVisibility };
  const secrets = token === undefined ? parts.secrets : { get: async () => [token] };
  const deliver = ENDPOINTS[channel].deliver({ ...parts, queue, secrets });
  return async (index: number): Promise<number | "done"> => {
    const { job, group } = backend().jobs()[index]!;
    const attributes = { MessageGroupId: group, ApproximateReceiveCount: "1" };
    const record = { messageId: "1", receiptHandle: "1", body: JSON.stringify(job), attributes };
    const { batchItemFailures } = await deliver(
      { Records: [record] } as unknown as SQSEvent,
      contextFor(60_000),
    );
    return batchItemFailures.length === 0 ? "done" : hidden.at(-1)!;
  };
};

const say = async (channel: Channel, message_text: string) =>
  expect((await post(backend(), channel, { message_text })).status).toBe(201);
const received = (channel: Channel) => sandbox.received({ channel, limit: 10_000 }).length;
const pauseOf = async (channel: Channel) => {
  type Row = { id: string; paused_until: string | null; paused_reason: { code: string } | null };
  const { body } = await call<{ data: Row[] }>(createAccounts(backend().parts()), "GET /accounts");
  return body.data.find(({ id }) => id === DEMO[channel].account.id)!;
};

describe.each([
  ["whatsapp", "130429", 2],
  ["messenger", "613", 1],
  ["instagram", "613/2534040", 1],
  ["sms", "20429", 1],
] as const)("an account that its provider throttles as a whole, on %s with %s", (channel, code, seconds) => {
  it("is shown as paused, and what waits is not called for until the pause is over", async () => {
    const work = workerOf(channel);
    await say(channel, `sandbox:429=1 on ${channel}`);
    await say(channel, "Hello");
    const before = received(channel);
    expect(await work(0)).toBe(seconds);
    const paused_until = new Date(backend().clock.now.getTime() + seconds * 1000).toISOString();
    expect(await pauseOf(channel)).toMatchObject({ paused_until, paused_reason: { code } });
    expect(await work(1)).toBeGreaterThanOrEqual(seconds);
    expect(received(channel)).toBe(before + 1);

    backend().clock.add(seconds * 1000);
    expect(await pauseOf(channel)).toMatchObject({ paused_until: null, paused_reason: null });
    expect([await work(0), await work(1)]).toEqual(["done", "done"]);
    expect(received(channel)).toBe(before + 3);
  });
});

describe.each([
  ["whatsapp", 8, 1 / 80],
  ["messenger", 30, 1 / 300],
  ["instagram", 10, 1 / 100],
] as const)("an account with credentials on %s", (channel, burst, wait) => {
  it(`sends ${burst} at once and gives the next back until its turn`, async () => {
    backend().settings.providerOverrides = { meta: origin, instagram: origin };
    const { account } = DEMO[channel];
    await directory(backend().items).putAccount({
      ...account,
      organization_id: 1,
      channel,
      secret: "META_TOKEN",
      human_agent: "none",
      ad_window_days: 1,
    });
    const work = workerOf(channel, "sandbox-token");
    for (let index = 0; index <= burst; index += 1) await say(channel, `Message ${index}`);
    const before = received(channel);
    for (let index = 0; index < burst; index += 1) expect(await work(index)).toBe("done");
    expect(await work(burst)).toBeCloseTo(wait, 3);
    expect(received(channel)).toBe(before + burst);
    backend().clock.add(1_000);
    expect(await work(burst)).toBe("done");
  });
});
