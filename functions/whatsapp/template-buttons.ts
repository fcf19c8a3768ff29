import * as z from "zod";
import { COUPON, PRODUCTS, TEMPLATE } from "./limits.ts";
import { filled, Id, oneLine } from "./template-parameters.ts";

const INDEXES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Where the button stands among all buttons of the template; WhatsApp reads it as text. */
const index = z.enum(INDEXES, 'must be the position of the button, as text: "0" to "9"');

const one = <T extends z.ZodType>(parameter: T) =>
  z.array(parameter).length(1, "must have exactly one parameter");

/** Buttons that take no parameter at all (a fixed URL, a phone number) have no component. */
const button = <N extends string, P extends z.ZodType>(sub_type: N, parameters: P) =>
  z.strictObject({ type: z.literal("button"), sub_type: z.literal(sub_type), index, parameters });

const action = <T extends z.ZodType>(shape: T) =>
  one(z.strictObject({ type: z.literal("action"), action: shape }));

const QuickReply = button("quick_reply", one(z.strictObject({ type: z.literal("payload"), payload: Id })));

/** The part of the address after the template's own; one-time codes travel the same way. */
const Url = button("url", one(z.strictObject({ type: z.literal("text"), text: oneLine(TEMPLATE.url) })));

const CopyCode = button(
  "copy_code",
  one(z.strictObject({ type: z.literal("coupon_code"), coupon_code: oneLine(COUPON.code) })),
);

/** Characters of a field's name in a flow's data; ours. */
const DATA_NAME = 255;

/**
 * What a flow is given is anybody's, but it is stored with the message, and DynamoDB's names have at least one
 * character: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const isNamed = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  Object.entries(value).every(([name, inner]) => name !== "" && name.length <= DATA_NAME && isNamed(inner));

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flows-templates/ */
const Flow = button(
  "flow",
  action(
    z.strictObject({
      flow_token: z.string().optional(),
      flow_action_data: z
        .record(z.string(), z.unknown())
        .refine(isNamed, `must have fields whose names have 1 to ${DATA_NAME} characters`)
        .optional(),
    }),
  ).optional(),
);

const Catalog = button(
  "catalog",
  action(z.strictObject({ thumbnail_product_retailer_id: Id.optional() })).optional(),
);

const Section = z.strictObject({
  title: filled(PRODUCTS.sectionTitle),
  product_items: z.array(z.strictObject({ product_retailer_id: Id })).min(1, "must have a product"),
});

const Sections = z
  .array(Section)
  .min(1, "must have a section")
  .max(PRODUCTS.sections, `may have at most ${PRODUCTS.sections} sections`)
  .refine(
    (sections) => sections.reduce((sum, section) => sum + section.product_items.length, 0) <= PRODUCTS.items,
    `may have at most ${PRODUCTS.items} products in all`,
  );

const Mpm = button("mpm", action(z.strictObject({ thumbnail_product_retailer_id: Id, sections: Sections })));

export const Button = z.discriminatedUnion("sub_type", [QuickReply, Url, CopyCode, Flow, Catalog, Mpm]);

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates */
export const CardButton = z.discriminatedUnion("sub_type", [QuickReply, Url]);
