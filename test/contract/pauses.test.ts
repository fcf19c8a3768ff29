import { expect, it } from "vitest";
import { messageStore } from "../../shared/store/messages.ts";
import { pauseStore } from "../../shared/store/pauses.ts";
import { jobOf } from "../support/delivery.ts";
import { onBothDatabases } from "./backends.ts";

const until = (minute: number) => ({
  paused_until: `2026-03-01T09:${minute}:00.000Z`,
  reason: { code: `${minute}`, message: "Rate limit hit" },
});

onBothDatabases("an account's pause", (items) => {
  const store = () => pauseStore(items());
  const account = (id: string) => ({ organization_id: 7, id });

  it("only moves on: a later end replaces an earlier one with its reason, never the other way", async () => {
    await store().pause(account("moves"), until(10));
    await store().pause(account("moves"), until(20));
    await store().pause(account("moves"), until(15));
    expect(await store().of([account("moves")])).toEqual([until(20)]);
  });

  it("is found in the order asked, with nothing where there is none", async () => {
    await store().pause(account("second"), until(11));
    expect(await store().of([account("first"), account("second")])).toEqual([undefined, until(11)]);
    expect(await store().of([])).toEqual([]);
  });

  it("comes to the worker in the one read that finds its message", async () => {
    const { message } = jobOf(1, "01jd0000000000000000000077");
    const reads: number[] = [];
    const counting = {
      ...items(),
      read: (keys: Parameters<ReturnType<typeof items>["read"]>[0]) => {
        reads.push(keys.length);
        return items().read(keys);
      },
    };
    await messageStore(items()).addOutgoing(message);
    expect((await messageStore(items()).ensureOutgoing(message)).pause).toBeUndefined();
    await store().pause({ organization_id: 7, id: message.account_id }, until(12));
    expect((await messageStore(counting).ensureOutgoing(message)).pause).toEqual(until(12));
    expect(reads).toEqual([3]);
  });
});
