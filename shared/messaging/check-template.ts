import * as z from "zod";
import type { Account } from "../domain/account.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import type { OutgoingRequest } from "./outgoing-body.ts";
import type { TemplateAsked } from "./template-ports.ts";
import type { Asked } from "./understand.ts";

/** A name that could be anybody's; what is wrong with another one, the channel's own rules say. */
const Named = z.object({ name: z.string().regex(/^[a-z0-9_]{1,512}$/) });

/** The template to be looked up for a request, if it sends one. */
export const templateAsked = (
  { message_type, template, organization_id }: OutgoingRequest,
  trusted: number | undefined,
): TemplateAsked | undefined => {
  const named = message_type === "template" ? Named.safeParse(template) : undefined;
  return named?.data && { name: named.data.name, organization_id: trusted ?? organization_id };
};

/**
 * What the channel made of a template, with what the account's own list says of it. One whose form is wrong is not
 * looked up: its violations say what to mend first.
 */
export const withTemplateChecked = (
  rules: Pick<ChannelRules, "judgeTemplate">,
  { type, content, templates }: Pick<Asked, "type" | "content" | "templates">,
  account: Account,
  now: Date,
  transformed: Transformed,
): Transformed => {
  if (type !== "template" || !rules.judgeTemplate) return transformed;
  if (transformed.violations.length > 0) return { ...transformed, template_check: "unverified" };
  const verdict = rules.judgeTemplate(content.template, templates?.get(account.id), account, now);
  return { ...transformed, violations: verdict.violations, template_check: verdict.check };
};
