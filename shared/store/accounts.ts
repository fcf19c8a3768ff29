import { type Account, type AccountKey, providerIdsOf } from "../domain/account.ts";
import type { AccountConflict } from "../messaging/directory-ports.ts";
import { ABSENT, type Guard, type Item, type Items, type Key, type Write } from "./items.ts";
import { conversationIndex, keys } from "./keys.ts";

/** Two who change one account at once meet rarely; each loss means that somebody else's change was stored. */
const TRIES = 5;

/**
 * Stores an account with the pointers by which webhooks find it, and releases those it no longer has, in one
 * transaction; then writes it to every conversation that carries a copy. Undefined: done.
 */
export const putAccount = async (items: Items, account: Account): Promise<AccountConflict | undefined> => {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const planned = await plan(items, account);
    if ("conflict" in planned) return planned.conflict;
    if (!(await items.writeAll(planned.writes))) continue;
    await rewriteCopies(items, account);
    return undefined;
  }
  throw new Error(`Account ${account.id} is changed by too many at once`);
};

type Plan = { conflict: AccountConflict } | { writes: Write[] };

const plan = async (items: Items, account: Account): Promise<Plan> => {
  const row = keys.account(account.organization_id, account.id);
  const owner = keys.accountOwner(account.id);
  const pointers = pointersTo(account);
  const [held, owned, ...named] = await items.read([row, owner, ...pointers]);
  if (owned && owned.organization_id !== account.organization_id) return { conflict: "id_taken" };
  const before = held?.account as Account | undefined;
  if (before && before.channel !== account.channel) return { conflict: "other_channel" };
  if (named.some((pointer) => pointer && !isOf(account, pointer))) return { conflict: "provider_id_taken" };
  const { organization_id, id: account_id } = account;
  return {
    writes: [
      { put: { ...row, account, version: Number(held?.version ?? 0) + 1 }, if: unchanged(held) },
      ...(owned ? [] : [{ put: { ...owner, organization_id }, if: ABSENT }]),
      ...pointers.flatMap((pointer, index) =>
        named[index] ? [] : [{ put: { ...pointer, organization_id, account_id }, if: ABSENT }],
      ),
      ...left(before, account).map((pointer) => ({ remove: pointer })),
    ],
  };
};

const pointersTo = (account: Account): Key[] =>
  providerIdsOf(account).map((id) => keys.provider(account.channel, id));

const isOf = (account: AccountKey, pointer: Item): boolean =>
  pointer.account_id === account.id && pointer.organization_id === account.organization_id;

/** The pointers of the account as it was that it no longer has. They are its own: nobody else could take them. */
const left = (before: Account | undefined, account: Account): Key[] => {
  const kept = pointersTo(account).map(({ pk }) => pk);
  return before ? pointersTo(before).filter(({ pk }) => !kept.includes(pk)) : [];
};

/** Nobody stored the account since it was read. */
const unchanged = (held: Item | undefined): Guard =>
  held ? { pk: "present", version: { equals: Number(held.version) } } : ABSENT;

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
