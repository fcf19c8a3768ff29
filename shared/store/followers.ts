import type { Follower, FollowerStore } from "../messaging/follower-ports.ts";
import { ABSENT, type Items } from "./items.ts";
import { keys } from "./keys.ts";

/** API Gateway ends a socket after two hours; a forgotten connection does not stay much longer. */
const CONNECTION_SECONDS = 3 * 3_600;
const AT_ONCE = 100;

export const followerStore = (items: Items, now: () => Date): FollowerStore => {
  const get = async (connectionId: string): Promise<Follower | undefined> => {
    const [row] = await items.read([keys.follower(connectionId)]);
    return row && (row as unknown as Follower);
  };
  const ttl = () => Math.floor(now().getTime() / 1000) + CONNECTION_SECONDS;

  return {
    get,

    async admit(connectionId, organization_id) {
      const row = { ...keys.follower(connectionId), organization_id, ttl: ttl() };
      const written = await items.write({ put: row, if: ABSENT });
      return written.ok || written.current?.organization_id === organization_id;
    },

    async follow(connectionId, sent) {
      const follower = await get(connectionId);
      if (!follower) return false;
      return items.writeAll([
        { update: keys.follower(connectionId), set: { sent }, if: { pk: "present", sent: "absent" } },
        { put: { ...keys.followerOf(follower.organization_id, connectionId), ttl: ttl() } },
      ]);
    },

    async moved(connectionId, sent) {
      await items.write({
        update: keys.follower(connectionId),
        set: { sent },
        if: { pk: "present", sent: { below: sent } },
      });
    },

    async remove(connectionId) {
      const follower = await get(connectionId);
      if (!follower) return;
      await items.write({ remove: keys.followerOf(follower.organization_id, connectionId) });
      await items.write({ remove: keys.follower(connectionId) });
    },

    async of(organizationId) {
      const { pk, sk: prefix } = keys.followerOf(organizationId, "");
      const found: string[] = [];
      for (let after = prefix; ; ) {
        const rows = await items.list(pk, { prefix, after, limit: AT_ONCE });
        found.push(...rows.map(({ sk }) => sk.slice(prefix.length)));
        if (rows.length < AT_ONCE) return found;
        after = rows.at(-1)!.sk;
      }
    },
  };
};
