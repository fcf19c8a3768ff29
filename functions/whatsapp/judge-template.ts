import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { JudgeTemplate, KnownTemplate, TemplateVerdict } from "../../shared/messaging/template-ports.ts";
import { readable } from "../../shared/providers/tolerant.ts";
import { LISTING } from "./limits.ts";
import { Template } from "./template.ts";
import { misfits } from "./template-fit.ts";
import { TemplateShape } from "./template-shape.ts";

const UNVERIFIED: TemplateVerdict = { check: "unverified", violations: [] };

/**
 * Holds a template to the account's own. A list may say yes for a day, but no only while it is young: what it refuses
 * may have been approved since, and a message that is refused here does not make the list be read again.
 */
export const judgeTemplate: JudgeTemplate = (given, known, { provider_ids }, now) => {
  const template = Template.safeParse(given).data;
  if (!template || !known || known.listing.source !== provider_ids.waba_id) return UNVERIFIED;
  const age = now.getTime() - Date.parse(known.listing.at);
  if (age > LISTING.yesMs) return UNVERIFIED;
  const { unsure, violations } = heldTo(template, known);
  if (violations.length === 0) return unsure ? UNVERIFIED : { check: "verified", violations };
  if (age > (unsure ? LISTING.absentMs : LISTING.noMs)) return UNVERIFIED;
  return { check: "verified", violations };
};

interface Held {
  /** It is about what comes and goes from one minute to the next: whether there is such a template, and approved. */
  unsure: boolean;
  violations: Violation[];
}

const heldTo = (template: Template, { listing, shapes }: KnownTemplate): Held => {
  const languages = readable(TemplateShape, shapes);
  const shape = languages.find(({ language }) => language === template.language.code);
  if (!shape) return { unsure: true, violations: listing.complete ? [absent(template, languages)] : [] };
  if (shape.status !== "APPROVED") return { unsure: true, violations: [notApproved(template, shape)] };
  return { unsure: false, violations: misfits(template, shape) };
};

const absent = ({ name, language }: Template, found: TemplateShape[]): Violation => {
  if (found.length === 0)
    return violation("/template/name", "template_unknown", `The account has no template ${name}.`);
  const others = found.map((one) => one.language).join(", ");
  const message = `The template ${name} is not in ${language.code}; the account has it in ${others}.`;
  return violation("/template/language", "template_language_unknown", message);
};

const notApproved = ({ name, language }: Template, { status }: TemplateShape): Violation =>
  violation(
    "/template/name",
    "template_not_approved",
    `The template ${name} in ${language.code} is ${status}; only APPROVED ones can be sent.`,
  );
