import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { follow, type Reader } from "../../../infra/local/follow.ts";
import type { SequencedEvent } from "../../../shared/domain/event.ts";

/** A reader that takes each frame when it is told to, and a store of as many events as it is told. */
const start = (stored: number, seen = 0) => {
  const store = { stored };
  const sent: number[] = [];
  const taking: ((error?: Error) => void)[] = [];
  let cut = 0;
  const socket: Reader = {
    readyState: 1,
    OPEN: 1,
    terminate: () => {
      cut += 1;
    },
    send(text, done) {
      sent.push((JSON.parse(text) as { event: SequencedEvent }).event.seq);
      taking.push(done);
    },
  };
  const events = {
    after: async (_: number, seq: number, limit: number) =>
      Array.from({ length: Math.min(store.stored - seq, limit) }, (_, index) => ({ seq: seq + index + 1 })),
  };
  const wake = follow(events as never, 1, seen, socket);
  /** The reader takes what was sent, or breaks. */
  const take = async (error?: Error) => {
    taking.shift()!(error);
    await turn();
  };
  return { store, sent, wake, take, cuts: () => cut };
};

describe("a member who reads slowly", () => {
  it("gets one event at a time, each once, however often there is news", async () => {
    const { sent, wake, take } = start(3);
    for (const _ of [1, 2, 3]) wake();
    await turn();
    expect(sent).toEqual([1]);
    wake();
    await take();
    expect(sent).toEqual([1, 2]);
    for (const _ of [1, 2]) await take();
    expect(sent).toEqual([1, 2, 3]);
  });

  it("misses nothing that is stored while the last event is on its way", async () => {
    const { store, sent, wake, take } = start(1);
    wake();
    await turn();
    store.stored = 2;
    wake();
    for (const _ of [1, 2]) await take();
    expect(sent).toEqual([1, 2]);
  });

  it("hears again after everything was told", async () => {
    const { store, sent, wake, take } = start(5, 4);
    wake();
    await turn();
    await take();
    store.stored = 6;
    wake();
    await turn();
    expect(sent).toEqual([5, 6]);
  });

  it("is cut when a frame cannot leave, to connect again where they were", async () => {
    const { sent, wake, take, cuts } = start(2);
    wake();
    await turn();
    await take(new Error("the connection was reset"));
    expect([sent, cuts()]).toEqual([[1], 1]);
  });
});
