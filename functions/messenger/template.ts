import * as z from "zod";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { pointer } from "../../shared/messaging/outgoing-body.ts";

const words = z.string().refine((text) => text.trim() !== "", "must not be empty");

/** `parameter_name` where the template was made with named parameters. */
const TextParameter = z.strictObject({
  type: z.literal("text"),
  parameter_name: words.optional(),
  text: words,
});

/** How a header's picture is sent is documented nowhere, so what is no text goes through as it is. */
const HeaderParameter = z.union([
  TextParameter,
  z.looseObject({ type: words.refine((type) => type !== "text", "must have its text") }),
]);

const PostbackParameter = z.strictObject({ type: z.literal("POSTBACK"), payload: words.max(1_000) });

const part = <N extends string, P extends z.ZodType>(type: N, parameter: P) =>
  z.strictObject({ type: z.literal(type), parameters: z.array(parameter).optional() });

const Component = z.discriminatedUnion("type", [
  part("header", HeaderParameter),
  part("body", TextParameter),
  part("buttons", PostbackParameter),
]);

/**
 * An approved template of the Page's, as it is sent: named, with what fills its placeholders. Whether it exists and
 * how many parameters it has only Meta knows.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages
 * (2026-03-13)
 */
const UtilityTemplate = z.strictObject({
  name: words.max(512),
  language: z.strictObject({ code: words.max(32) }),
  components: z
    .array(Component)
    .refine((all) => new Set(all.map(({ type }) => type)).size === all.length, "must have one of each type")
    .optional(),
});

type Checked = { template: Record<string, unknown> } | { violations: Violation[] };

export const checkTemplate = (given: unknown): Checked => {
  const { data, error } = UtilityTemplate.safeParse(given);
  if (data) return { template: data };
  const violations = error.issues.map(({ path, message }) => {
    const place = ["template", ...path];
    return violation(pointer(place), "invalid", `${place.join(".")}: ${message}`);
  });
  return { violations };
};
