import * as z from "zod";
import type { AccountKey } from "../domain/account.ts";
import { type KnownTemplates, TemplateListing, type TemplateStore } from "../messaging/template-ports.ts";
import type { Item, Items, Update } from "./items.ts";
import { keys } from "./keys.ts";

/** Names read or written at once. */
const AT_ONCE = 25;

/** An account's place in the items that all accounts of an organization share; its id has no underscore. */
const placeOf = (id: string): string => `a_${id}`;
const triedOf = (id: string): string => `t_${id}`;

/**
 * An item for each name, with a place for each account: so accept, which knows the name but not yet the account, finds
 * it in its one read. Only what changed is written; how old it is stands in one item beside them.
 */
export const templateStore = (items: Items): TemplateStore => ({
  async listing(account) {
    const [row] = await items.read([keys.templateListing(account.organization_id)]);
    return listingIn(row, account.id);
  },

  async claimListing({ organization_id, id }, now, everyMs) {
    const before = new Date(now.getTime() - everyMs).toISOString();
    const claimed = await items.write({
      update: keys.templateListing(organization_id),
      set: { [triedOf(id)]: now.toISOString() },
      if: { [triedOf(id)]: { below: before } },
    });
    return claimed.ok;
  },

  async keep(account, listing, templates) {
    const kept = await keptOf(items, account);
    const writes = [
      ...changed(account, kept, templates),
      ...(listing.complete ? gone(account, kept, templates) : []),
    ];
    for (let at = 0; at < writes.length; at += AT_ONCE) {
      await Promise.all(writes.slice(at, at + AT_ONCE).map((write) => items.write(write)));
    }
    const { organization_id, id } = account;
    await items.write({ update: keys.templateListing(organization_id), set: { [placeOf(id)]: listing } });
  },
});

/** What is known of one template, from the two items that tell. */
export const knownTemplatesIn = (listings: Item | undefined, named: Item | undefined): KnownTemplates =>
  new Map(
    Object.keys(listings ?? {}).flatMap((name) => {
      const id = name.startsWith("a_") ? name.slice(2) : undefined;
      const listing = id === undefined ? undefined : listingIn(listings, id);
      return id === undefined || !listing ? [] : [[id, { listing, shapes: shapesIn(named, id) }] as const];
    }),
  );

const listingIn = (row: Item | undefined, id: string): TemplateListing | undefined => {
  const found = row?.[placeOf(id)];
  return found === undefined ? undefined : TemplateListing.parse(found);
};

const shapesIn = (row: Item | undefined, id: string): unknown[] => {
  const found = row?.[placeOf(id)];
  return found === undefined ? [] : z.array(z.unknown()).parse(JSON.parse(String(found)));
};

const PREFIX = "template#";

/** The account's templates by name, as they are stored: in one text, for maps come back from DynamoDB in any order. */
const keptOf = async (
  items: Items,
  { organization_id, id }: AccountKey,
): Promise<ReadonlyMap<string, string>> => {
  const { pk } = keys.templateListing(organization_id);
  const kept = new Map<string, string>();
  let after: string | undefined;
  do {
    const range = { prefix: PREFIX, limit: 250, ...(after !== undefined && { after }) };
    const rows = await items.list(pk, range);
    for (const row of rows) {
      const shapes = row[placeOf(id)];
      if (shapes !== undefined) kept.set(row.sk.slice(PREFIX.length), String(shapes));
    }
    after = rows.length === range.limit ? rows.at(-1)!.sk : undefined;
  } while (after !== undefined);
  return kept;
};

type Kept = ReadonlyMap<string, string>;
type Listed = ReadonlyMap<string, unknown[]>;

const changed = ({ organization_id, id }: AccountKey, kept: Kept, listed: Listed): Update[] =>
  [...listed]
    .map(([name, shapes]) => ({ name, shapes: JSON.stringify(shapes) }))
    .filter(({ name, shapes }) => kept.get(name) !== shapes)
    .map(({ name, shapes }) => ({
      update: keys.template(organization_id, name),
      set: { [placeOf(id)]: shapes },
    }));

const gone = ({ organization_id, id }: AccountKey, kept: Kept, listed: Listed): Update[] =>
  [...kept.keys()]
    .filter((name) => !listed.has(name))
    .map((name) => ({ update: keys.template(organization_id, name), drop: [placeOf(id)] }));
