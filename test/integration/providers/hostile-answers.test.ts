import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { log } from "../../../shared/lambda/log.ts";
import type { Lines } from "../../../shared/providers/lines.ts";
import { type RawServer, type Reaction, rawServer } from "../../support/provider-lines.ts";
import { until } from "../../support/provider-lines-fixture.ts";
import { eachWithBackend } from "../http/fixture.ts";
import { accepted, delivered, impatientLines, settled } from "./deliveries.ts";
import { CALLED, type Called, http, idOf, later, REFUSALS, RIDDLES, taken } from "./hostile.ts";

const backend = eachWithBackend();
const YEAR = 365 * 86_400;
const DAY = 86_400;
/** Seconds that we wait after the "later" of a provider that says nothing sane of its own. */
const OWN_PAUSE: Record<Called, number> = { whatsapp: 2, messenger: 1, instagram: 1, sms: 1, x: 60 };

let provider: RawServer;
let lines: Lines;
let react: Reaction;
/** Requests that arrived whole. */
let calls = 0;

beforeEach(async () => {
  calls = 0;
  provider = await rawServer((...args) => {
    calls += 1;
    react(...args);
  });
  // The sandbox is where accounts without credentials go.
  backend().settings.sandbox = provider.origin;
  lines = impatientLines(400);
  vi.spyOn(log, "warn").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  lines.close();
  await provider.stop();
});

const says =
  (text: string): Reaction =>
  (socket) =>
    void socket.write(text);

/** Sends one text; how long it was put off, and how it ended. */
const sendOne = async (channel: Called) => {
  const id = await accepted(backend(), channel);
  const waits = await delivered(backend(), channel, id, lines);
  return { waits, message: await settled(backend(), channel, id) };
};

/** What came before does not spoil what comes after. */
const expectNextSent = async (channel: Called) => {
  react = says(http("200 OK", taken(channel, 2)));
  const { message } = await sendOne(channel);
  expect([message.status, message.parts[0]!.provider_message_id]).toEqual(["sent", idOf(channel, 2)]);
};

describe.each(CALLED)("a text on %s whose provider answers", (channel) => {
  it.each(REFUSALS)("%s has failed with a card of bounded length", async (_, answers) => {
    react = answers(channel);
    const { message, waits } = await sendOne(channel);
    expect([message.status, calls, waits]).toEqual(["failed", 1, []]);
    expect(message.parts[0]!.error).toMatchObject({ code: "provider_refused" });
    expect(JSON.stringify(message).length).toBeLessThan(10_000);
    await expectNextSent(channel);
  });

  it.each(RIDDLES)("%s is called once, and ends as unknown to us", async (_, answers) => {
    react = answers(channel);
    const { message, waits } = await sendOne(channel);
    expect([message.status, calls, waits]).toEqual(["failed", 1, []]);
    expect(message.parts[0]!.error).toMatchObject({ code: "outcome_unknown" });
    expect(JSON.stringify(backend().stored()).length).toBeLessThan(50_000);
    await expectNextSent(channel);
  });

  it("with nothing that ends lets go of the connection, so that no byte more is taken in", async () => {
    for (const [what, answers] of RIDDLES) {
      if (!/without an end|10 MB|now and then|at all/.test(what)) continue;
      react = answers(channel);
      await delivered(backend(), channel, await accepted(backend(), channel), lines);
      await until(() => provider.open() === 0);
    }
  });

  it.each(["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])(
    "%s is not sent anywhere else, nor its token, and ends as unknown to us",
    async (status) => {
      const elsewhere = await rawServer(says(http("200 OK", taken(channel))));
      react = says(http(status, "", `location: ${elsewhere.origin}/messages\r\n`));
      const { message } = await sendOne(channel);
      expect(message.parts[0]).toMatchObject({ status: "failed", error: { code: "outcome_unknown" } });
      expect([elsewhere.opened(), calls]).toEqual([0, 1]);
      await elsewhere.stop();
    },
  );

  it("the id of another message is sent all the same, and so is the other", async () => {
    react = says(http("200 OK", taken(channel)));
    const [first, second] = [await sendOne(channel), await sendOne(channel)];
    expect([first.message.status, second.message.status, calls]).toEqual(["sent", "sent", 2]);
    expect(first.message.parts[0]!.id).not.toBe(second.message.parts[0]!.id);
  });

  it.each(["-1", "-99999999", "NaN", "soon", "1e400", "Wed, 21 Oct 2099 07:28:00 GMT", "0x10, 5"])(
    '"later", with the pause %j, is tried again after one of ours',
    async (pause) => {
      react = (socket, _, count) =>
        void socket.write(
          count === 1
            ? http("429 Too Many", later(channel), `retry-after: ${pause}\r\n`)
            : http("200 OK", taken(channel)),
        );
      const { message, waits } = await sendOne(channel);
      expect([message.status, calls, waits]).toEqual(["sent", 2, [OWN_PAUSE[channel]]]);
    },
  );

  it('"later, in a year" is asked again every hour, and fails when its day is over and not a minute later', async () => {
    react = says(http("429 Too Many", later(channel), `retry-after: ${YEAR}\r\n`));
    const { message, waits } = await sendOne(channel);
    expect(message.parts[0]!.error).toMatchObject({ code: "expired" });
    expect(Math.max(...waits)).toBe(3_600);
    const waited = waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThanOrEqual(DAY);
    expect(waited).toBeLessThan(DAY + 60);
  });

  it('"later, in a year" once its day is nearly over waits for no longer than that', async () => {
    react = says(http("429 Too Many", later(channel), `retry-after: ${YEAR}\r\n`));
    const id = await accepted(backend(), channel);
    backend().clock.add((DAY - 100) * 1_000);
    const waits = await delivered(backend(), channel, id, lines);
    expect(waits).toEqual([101]);
    expect((await settled(backend(), channel, id)).status).toBe("failed");
  });
});
