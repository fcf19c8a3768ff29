import type { AccountKey } from "../domain/account.ts";
import { FACTS, type FactName } from "../domain/delivery.ts";
import { type Guard, PRESENT } from "./items.ts";

/** A stored message, of this account if one is told. */
export const ownedBy = (account: AccountKey | undefined): Guard =>
  account === undefined
    ? PRESENT
    : { account_id: { equals: account.id }, organization_id: { equals: account.organization_id } };

/**
 * The part is queued, or its last intent is known not to have sent; and nothing was learnt that ends it. Only what was
 * never begun can be canceled: a word that came too late, from somebody who saw the part before it was begun, ends nothing.
 */
export const claimable = (part: number, attempt: number): Guard => {
  const p = `p${part}_`;
  const counted: Guard =
    attempt === 1
      ? { [`${p}attempt`]: "absent" }
      : { [`${p}attempt`]: { equals: attempt - 1 }, [`${p}closed`]: { equals: attempt - 1 } };
  const harmless: FactName[] = attempt === 1 ? ["sending"] : ["sending", "canceled"];
  const ended = FACTS.filter((fact) => !harmless.includes(fact)).map((fact) => [p + fact, "absent"]);
  return { ...counted, ...Object.fromEntries(ended) };
};

/** Nothing is known of the part; a claim of it would have left `sending`. */
export const untouched = (part: number): Guard =>
  Object.fromEntries(FACTS.map((name) => [`p${part}_${name}`, "absent"]));

/** What was canceled has ended: whoever canceled it was told so. */
export const notCanceled = (part: number): Guard => ({ [`p${part}_canceled`]: "absent" });
