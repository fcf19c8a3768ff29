import { afterEach, describe, expect, it } from "vitest";
import type { Slot } from "../../../shared/domain/message.ts";
import { type HttpProvider, httpSender } from "../../../shared/providers/http-sender.ts";
import { AnswerLost, createLines, type Line, type Lines, NotSent } from "../../../shared/providers/lines.ts";
import { file, jobOf, mediaPart, sentAs, textPart, throttled } from "../../support/delivery.ts";
import { answer, type RawServer, rawServer } from "../../support/provider-lines.ts";

const job = jobOf([textPart]);
const provider = (given: Partial<HttpProvider> = {}): HttpProvider => ({
  fill: async () => "filled",
  request: async (payload) => ({
    url: new URL("http://provider.example.com"),
    method: "POST",
    headers: {},
    body: JSON.stringify(payload),
  }),
  outcome: () => sentAs("x"),
  ...given,
});

/** Lines whose exchange ends as told; what was to be written is kept. */
const linesThat = (exchange: Line["exchange"]) => {
  const bodies: string[] = [];
  const lines: Lines = {
    take: async ({ body }) => {
      bodies.push(body);
      return { exchange, release: () => {} };
    },
    close: () => {},
  };
  return { lines, bodies };
};
const ok = async () => ({ status: 200, headers: {}, body: "{}" });

const run = async (given: Partial<HttpProvider>, exchange: Line["exchange"], earlierTries?: number) => {
  const { lines } = linesThat(exchange);
  const prepared = await httpSender(provider(given), lines).prepare(job, textPart, 0);
  return (await prepared.connect()).run(earlierTries);
};

describe("what a call came to", () => {
  it("is what the provider's answer says, with the tries before it at hand", async () => {
    const outcome: HttpProvider["outcome"] = (_, earlierTries) => throttled(4 ** earlierTries);
    expect(await run({ outcome }, ok, 3)).toMatchObject({ kind: "throttled", retry_after: 64 });
    expect(await run({ outcome }, ok)).toMatchObject({ kind: "throttled", retry_after: 1 });
  });

  it("is lost when the answer is", async () => {
    const exchange = () => Promise.reject(new AnswerLost("no answer within 10000 ms"));
    expect(await run({}, exchange)).toEqual({ kind: "lost", reason: "no answer within 10000 ms" });
  });

  it("is certainly not sent when nothing was written, and may be tried again after a second", async () => {
    const exchange = () => Promise.reject(new NotSent("socket hang up"));
    expect(await run({}, exchange)).toMatchObject({
      kind: "throttled",
      retry_after: 1,
      failure: { code: "connection_reset" },
    });
  });

  it("is lost, never an error, when the answer breaks its reader", async () => {
    const outcome = () => {
      throw new RangeError("no such date");
    };
    expect(await run({ outcome }, ok)).toMatchObject({ kind: "lost" });
  });
});

describe("a payload with files", () => {
  it("gets a link or an id in each place, and the stored payload stays as it was", async () => {
    const { lines, bodies } = linesThat(ok);
    const slots: Slot[] = [
      { at: ["image", "id"], file },
      { at: ["list", 1, "link"], file: { ...file, name: "other.png" } },
    ];
    const payload = { image: { id: "7/…" }, list: [{ link: "a" }, { link: "b" }] };
    const part = { ...mediaPart, payload, slots };
    const sender = httpSender(provider({ fill: async (slot) => `link to ${slot.file.name}` }), lines);
    await (await (await sender.prepare(job, part, 0)).connect()).run();
    expect(JSON.parse(bodies[0]!)).toEqual({
      image: { id: "link to photo.png" },
      list: [{ link: "a" }, { link: "link to other.png" }],
    });
    expect(payload).toEqual({ image: { id: "7/…" }, list: [{ link: "a" }, { link: "b" }] });
  });
});

describe("over a real connection", () => {
  let server: RawServer | undefined;
  afterEach(() => server?.stop());

  it("the request leaves in the very turn of the call", async () => {
    server = await rawServer((socket) => void socket.write(answer("{}")));
    const { origin } = server;
    const lines = createLines(1);
    const request = async () => ({ url: new URL(origin), method: "POST" as const, headers: {}, body: "hi" });
    const sender = httpSender(provider({ request }), lines);
    const call = await (await sender.prepare(job, textPart, 0)).connect();
    expect(server.heard).toEqual([]);
    expect(await call.run()).toEqual(sentAs("x"));
    lines.close();
  });
});
