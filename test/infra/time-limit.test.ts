import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { within } from "../../infra/local/time-limit.ts";

describe("a function on one machine", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("that never ends is given up after its time, so that its worker is free again", async () => {
    const never = new Promise<void>(() => {});
    const ended: string[] = [];
    const waiting = within(60_000, never).catch((error: Error) => void ended.push(error.message));
    await vi.advanceTimersByTimeAsync(59_999);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(ended).toEqual(["The function did not end within 60000 ms"]);
  });

  it("that ends in time ends as it did, and leaves no timer behind", async () => {
    expect(await within(60_000, Promise.resolve("done"))).toBe("done");
    await expect(within(60_000, Promise.reject(new Error("its own")))).rejects.toThrow("its own");
    expect(vi.getTimerCount()).toBe(0);
  });
});
