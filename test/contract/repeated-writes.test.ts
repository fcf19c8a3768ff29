import { expect, it } from "vitest";
import { idempotencyStore } from "../../shared/store/idempotency.ts";
import type { Items } from "../../shared/store/items.ts";
import { onBothDatabases } from "./backends.ts";
import { NOW, nextId } from "./store-fixtures.ts";

/** As the database's client writes when the first answer is lost: the caller sees the second one only. */
const repeating = (items: Items): Items => ({
  ...items,
  write: async (change) => {
    await items.write(change);
    return items.write(change);
  },
});

onBothDatabases("a write of an idempotency record that the database's client repeats", (items) => {
  const store = () => idempotencyStore(repeating(items()));
  const record = () => ({
    organization_id: 1,
    key: nextId(),
    message_id: nextId(),
    conversation_id: 1,
    body_hash: "hash",
    lease_until: NOW.getTime(),
    expires_at: NOW.getTime() + 1_000,
  });

  it("meets itself when it takes over: nobody is told that another request is under way", async () => {
    const held = record();
    await idempotencyStore(items()).claim(held, NOW);
    expect(await store().takeOver(held, NOW.getTime() + 30_000)).toBe(true);
    expect(await store().takeOver(held, NOW.getTime() + 60_000)).toBe(false);
    const found = await store().find(held.organization_id, held.key, NOW);
    expect(found?.lease_until).toBe(NOW.getTime() + 30_000);
  });

  it("answers with its own record when it claims: its message's id is known to whoever wrote it", async () => {
    const held = record();
    expect((await store().claim(held, NOW))?.message_id).toBe(held.message_id);
  });
});
