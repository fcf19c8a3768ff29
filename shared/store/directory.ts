import type { Account } from "../domain/account.ts";
import type { Directory, Member } from "../messaging/directory-ports.ts";
import type { KeyHolder } from "../messaging/message-ports.ts";
import type { PageRequest } from "../messaging/ports.ts";
import { putAccount } from "./accounts.ts";
import { ABSENT, type Item, type Items } from "./items.ts";
import { keys } from "./keys.ts";

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
    putAccount: (account) => putAccount(items, account),
  };
};

const accountOf = (item: Item | undefined) => item?.account as Account | undefined;
