import { FACTS, type Fact, type MessageState, type PartState, type Try } from "../domain/delivery.ts";
import type { Change } from "../messaging/message-ports.ts";
import type { Item, Update } from "./items.ts";

/**
 * A message's state is one flat item: `p0_sent`, `p0_attempt`, `p0_tries`, … Flat, so that every fact is one
 * conditional attribute of one write, and no write needs to read first.
 */
export const stateOf = (item: Item | undefined, parts: number): MessageState => ({
  parts: Array.from({ length: parts }, (_, index) => partOf(item ?? { pk: "", sk: "" }, `p${index}_`)),
  surprises: Number(item?.surprises ?? 0),
});

const partOf = (item: Item, prefix: string): PartState => {
  const facts: PartState["facts"] = {};
  for (const name of FACTS) {
    const fact = item[prefix + name];
    if (fact) facts[name] = fact as Fact;
  }
  return {
    attempt: Number(item[`${prefix}attempt`] ?? 0),
    closed: Number(item[`${prefix}closed`] ?? 0),
    facts,
    tries: (item[`${prefix}tries`] as Try[] | undefined) ?? [],
    ...(item[`${prefix}echoed`] !== undefined && { echoed: String(item[`${prefix}echoed`]) }),
  };
};

/** Facts are kept, never overwritten: that is what makes all orders of callbacks end equal. */
export const updateFor = (changes: Change[]): Pick<Update, "set" | "keep" | "add" | "append"> => {
  const set: Record<string, unknown> = {};
  const keep: Record<string, unknown> = {};
  const add: Record<string, number> = {};
  const append: Record<string, unknown[]> = {};
  for (const change of changes) {
    const prefix = `p${change.part}_`;
    if ("fact" in change) {
      keep[prefix + change.fact] = change.value;
      continue;
    }
    if ("echoed" in change) {
      keep[`${prefix}echoed`] = change.echoed;
      continue;
    }
    if (change.closed !== undefined) set[`${prefix}closed`] = change.closed;
    if (change.surprise) add.surprises = (add.surprises ?? 0) + 1;
    if (change.attempt) append[`${prefix}tries`] = [...(append[`${prefix}tries`] ?? []), change.attempt];
  }
  return { set, keep, add, append };
};
