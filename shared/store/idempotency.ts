import { randomUUID } from "node:crypto";
import type { IdempotencyRecord, IdempotencyStore } from "../messaging/message-ports.ts";
import { ABSENT, type Item, type Items } from "./items.ts";
import { keys } from "./keys.ts";

export const idempotencyStore = (items: Items): IdempotencyStore => {
  const put = (record: IdempotencyRecord): Item => ({
    ...keys.idempotency(record.organization_id, record.key),
    ttl: Math.ceil(record.expires_at / 1000),
    ...record,
  });
  const same = (record: IdempotencyRecord) => ({
    message_id: { equals: record.message_id },
    lease_until: { equals: record.lease_until },
  });

  return {
    async claim(record, now) {
      const first = await items.write({ put: put(record), if: ABSENT });
      if (first.ok) return undefined;
      const held = first.current as unknown as IdempotencyRecord;
      // The database forgets late, so what has expired is judged here.
      if (held.expires_at > now.getTime()) return held;
      const second = await items.write({ put: put(record), if: same(held) });
      return second.ok ? undefined : (second.current as unknown as IdempotencyRecord);
    },

    async takeOver(record, leaseUntil) {
      const taken_by = randomUUID();
      const written = await items.write({
        update: keys.idempotency(record.organization_id, record.key),
        set: { lease_until: leaseUntil, taken_by },
        if: same(record),
      });
      // A write that the database's client repeats, because its answer was lost, meets itself.
      return (written.ok ? written.item : written.current)?.taken_by === taken_by;
    },

    async find(organizationId, key, now) {
      const [item] = await items.read([keys.idempotency(organizationId, key)]);
      const record = item as unknown as IdempotencyRecord | undefined;
      return record && record.expires_at > now.getTime() ? record : undefined;
    },
  };
};
