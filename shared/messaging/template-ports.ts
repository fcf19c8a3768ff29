import * as z from "zod";
import type { Account, AccountKey } from "../domain/account.ts";
import type { Violation } from "../domain/errors.ts";

/** One reading of an account's templates from its provider. */
export const TemplateListing = z.object({
  /** Whose templates they are, by the provider's own id (WhatsApp: `waba_id`). */
  source: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** Whether these were all of them; else one that is missing may be there all the same. */
  complete: z.boolean(),
});
export type TemplateListing = z.infer<typeof TemplateListing>;

/** What is kept of one template of an account: one shape for each of its languages, in the channel's own form. */
export interface KnownTemplate {
  listing: TemplateListing;
  shapes: unknown[];
}

/** Which template is asked for, and in which organization, where that is known beforehand. */
export interface TemplateAsked {
  name: string;
  organization_id?: number | undefined;
}

/** The same template as each of an organization's accounts has it, by the account's id. */
export type KnownTemplates = ReadonlyMap<string, KnownTemplate>;

export interface TemplateStore {
  listing(account: AccountKey): Promise<TemplateListing | undefined>;
  /** True for one caller only in `everyMs` milliseconds: the others need not list as well. */
  claimListing(account: AccountKey, now: Date, everyMs: number): Promise<boolean>;
  /** Keeps what was listed, by name, in place of what was known; a list that is not complete takes nothing away. */
  keep(
    account: AccountKey,
    listing: TemplateListing,
    templates: ReadonlyMap<string, unknown[]>,
  ): Promise<void>;
}

/** `verified`: it is what the provider has approved. `unverified`: only the provider can say. */
export type TemplateCheck = "verified" | "unverified";

export interface TemplateVerdict {
  check: TemplateCheck;
  violations: Violation[];
}

/** Holds a template to what is known of the account's own. */
export type JudgeTemplate = (
  template: unknown,
  known: KnownTemplate | undefined,
  account: Account,
  now: Date,
) => TemplateVerdict;
