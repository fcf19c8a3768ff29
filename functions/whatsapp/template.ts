import * as z from "zod";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { TEMPLATE } from "./limits.ts";
import { Component } from "./template-components.ts";
import { breaches } from "./template-rules.ts";

/** Meta's codes: `en`, `en_US`, `fil`, `zh_HK`. A bare one is taken for the object that Meta wants. */
const Language = z.preprocess(
  (given) => (typeof given === "string" ? { code: given } : given),
  z.strictObject({
    code: z
      .string("must be a language code such as en or en_US")
      .regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, "must be a language code such as en or en_US"),
    policy: z.literal("deterministic", 'can only be "deterministic"').optional(),
  }),
);

/**
 * A template message as Meta takes it: what a body alone can get wrong. Whether it fits the account's own template
 * is `judge-template.ts`.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export const Template = z.strictObject({
  name: z
    .string("must be the name of the template")
    .min(1, "must not be empty")
    .max(TEMPLATE.name, `may have at most ${TEMPLATE.name} characters`)
    .regex(/^[a-z0-9_]*$/, "may have lower-case letters, digits and underscores"),
  language: Language,
  components: z
    .array(Component)
    .check(({ value, issues }) => {
      for (const { path, code, message } of breaches(value)) {
        issues.push({ code: "custom", input: value, path, message, params: { code } });
      }
    })
    .optional(),
});
export type Template = z.infer<typeof Template>;

/** The template, or everything that is wrong with it, each with its pointer into the request. */
export const parseTemplate = (given: unknown): { template?: Template; violations: Violation[] } => {
  if (given === undefined || given === null) {
    return { violations: [violation("/template", "template_missing", NEEDED)] };
  }
  const parsed = Template.safeParse(given, { reportInput: true, error: sentence });
  if (parsed.success) return { template: parsed.data, violations: [] };
  return { violations: parsed.error.issues.flatMap(violationsOf) };
};

const NEEDED = 'A template message needs template: {"name", "language", "components"}.';

const violationsOf = (issue: z.core.$ZodIssue): Violation[] => {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => at([...issue.path, key], "unknown_field", "is not known here: remove it"));
  }
  return [at(issue.path, codeOf(issue), issue.message)];
};

/** What zod would say in its own terms, said so that it follows the field's name. */
const sentence = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.input === undefined) return "is required";
  if (issue.code === "invalid_type") return `must be ${NOUNS[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_union" && Array.isArray(issue.options)) {
    return `must be one of ${issue.options.map(String).join(", ")}`;
  }
  if (issue.code === "invalid_value") return `must be ${issue.values.map(String).join(" or ")}`;
  return undefined;
};

const NOUNS: Partial<Record<string, string>> = {
  array: "a list",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

const at = (path: PropertyKey[], code: string, message: string): Violation => {
  const pointer = ["template", ...path].map((step) => `/${escaped(step)}`).join("");
  return violation(pointer, code, `${["template", ...path].map(String).join(".")} ${message}.`);
};

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
const escaped = (step: PropertyKey): string => String(step).replaceAll("~", "~0").replaceAll("/", "~1");

const codeOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "custom" && typeof issue.params?.code === "string") return issue.params.code;
  if (issue.code === "too_big") return issue.origin === "string" ? "too_long" : "too_many";
  if (issue.code === "too_small") return issue.origin === "string" ? "required" : "too_few";
  if (issue.input === undefined) return "required";
  return "invalid";
};
