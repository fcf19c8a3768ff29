import type { Account } from "../domain/account.ts";
import { TRAITS } from "../domain/channel.ts";
import type { Directory, KeyHolder, Member, PageRequest } from "../messaging/ports.ts";
import { ABSENT, type Item, type Items } from "./items.ts";
import { conversationIndex, keys } from "./keys.ts";

/** In UTF-16 units; no provider's id is near it. */
const MAX_PROVIDER_ID = 256;

/** Organizations, their members, keys and accounts. */
export const directory = (items: Items): Directory => {
  const one = async (key: { pk: string; sk: string }) => (await items.read([key]))[0];
  const page = async (organizationId: number, prefix: string, { limit, cursor }: PageRequest) => {
    const rows = await items.list(keys.organization(organizationId).pk, {
      prefix,
      limit: limit + 1,
      ...(cursor !== undefined && { after: prefix + cursor }),
    });
    const data = rows.slice(0, limit);
    return { data, next: rows.length > limit ? data.at(-1)?.sk.slice(prefix.length) : undefined };
  };

  return {
    async holderOf(hash) {
      return (await one(keys.apiKey(hash))) as KeyHolder | undefined;
    },
    async member(organizationId, id) {
      return (await one(keys.member(organizationId, id)))?.member as Member | undefined;
    },
    async members(organizationId, request) {
      const { data, next } = await page(organizationId, "member#", request);
      return { data: data.map((item) => item.member as Member), next };
    },
    async account(organizationId, id) {
      return accountOf(await one(keys.account(organizationId, id)));
    },
    async accounts(organizationId, request) {
      const { data, next } = await page(organizationId, "account#", request);
      return { data: data.map((item) => accountOf(item)!), next };
    },
    async accountBy(channel, providerId) {
      // Anybody may call a webhook; a key of the table holds 2,048 bytes.
      if (providerId.length > MAX_PROVIDER_ID) return undefined;
      const pointer = await one(keys.provider(channel, providerId));
      if (!pointer) return undefined;
      return accountOf(await one(keys.account(Number(pointer.organization_id), String(pointer.account_id))));
    },
    addOrganization: async (organization) =>
      (await items.write({ put: { ...keys.organization(organization.id), organization }, if: ABSENT })).ok,
    addMember: async (member) =>
      (await items.write({ put: { ...keys.member(member.organization_id, member.id), member }, if: ABSENT }))
        .ok,
    addKey: async (hash, holder) =>
      (await items.write({ put: { ...keys.apiKey(hash), ...holder }, if: ABSENT })).ok,

    async putAccount(account) {
      const providerId = account.provider_ids[TRAITS[account.channel].named_by];
      const pointer = providerId === undefined ? undefined : keys.provider(account.channel, providerId);
      const held = pointer && (await one(pointer));
      if (held && (held.account_id !== account.id || held.organization_id !== account.organization_id))
        return false;
      const row = { put: { ...keys.account(account.organization_id, account.id), account } };
      const { id: account_id, organization_id } = account;
      const done = await items.writeAll([
        row,
        ...(pointer && !held ? [{ put: { ...pointer, account_id, organization_id }, if: ABSENT }] : []),
      ]);
      if (done) await rewriteCopies(items, account);
      return done;
    },
  };
};

const accountOf = (item: Item | undefined) => item?.account as Account | undefined;

/** Conversations carry their account, so that accept reads once; a changed account is written to each. */
const rewriteCopies = async (items: Items, account: Account): Promise<void> => {
  let after: string | undefined;
  do {
    const rows = await items.listIndex(conversationIndex(account.organization_id), {
      limit: 100,
      ...(after !== undefined && { after }),
    });
    for (const row of rows) {
      if ((row.account as Account | undefined)?.id !== account.id) continue;
      await items.write({ update: { pk: row.pk, sk: row.sk }, set: { account }, if: { pk: "present" } });
    }
    after = rows.length === 100 ? String(rows.at(-1)!.gsk) : undefined;
  } while (after !== undefined);
};
