import * as z from "zod";
import { TEMPLATE } from "./limits.ts";

/** Text that must be there, up to `max` UTF-16 units. */
export const filled = (max: number) =>
  z
    .string("must be a text")
    .max(max, `may have at most ${max} characters`)
    .refine((text) => text.trim() !== "", "must not be empty");

/**
 * Text put in a variable's place: one line, at most four spaces in a row (132012 otherwise).
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const oneLine = (max: number) =>
  filled(max)
    .refine(
      (text) => !/[\n\r\t]/.test(text),
      "must not have line breaks or tabs: WhatsApp refuses them in a variable",
    )
    .refine((text) => !/ {5}/.test(text), "must not have more than four spaces in a row");

/** An id of a catalog's product or of an upload; the provider documents no length. */
export const Id = z.string("must be a text").min(1, "must not be empty");

/** Named variables: "lowercase letters and underscores" (…/whatsapp/templates/overview#parameter-formats); digits pass. */
const name = z
  .string()
  .regex(/^[a-z0-9_]+$/, "may have lower-case letters, digits and underscores")
  .optional();

const textParameter = (max: number) =>
  z.strictObject({ type: z.literal("text"), text: oneLine(max), parameter_name: name });

const Currency = z.strictObject({
  type: z.literal("currency"),
  currency: z.strictObject({
    fallback_value: oneLine(TEMPLATE.bodyText),
    code: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as EUR"),
    amount_1000: z.int("must be the amount times 1000, as a whole number"),
  }),
  parameter_name: name,
});

const DateTime = z.strictObject({
  type: z.literal("date_time"),
  date_time: z.strictObject({ fallback_value: oneLine(TEMPLATE.bodyText) }),
  parameter_name: name,
});

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
export const BodyParameter = z.discriminatedUnion("type", [
  textParameter(TEMPLATE.loneBodyText),
  Currency,
  DateTime,
]);

const link = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional();
const mediaShape = { id: Id.optional(), link };
const oneOfBoth = (media: { id?: string | undefined; link?: string | undefined }): boolean =>
  (media.id === undefined) !== (media.link === undefined);
const ONE_OF_BOTH = "must have either an id or a link, and not both";

const Image = z.strictObject(mediaShape).refine(oneOfBoth, ONE_OF_BOTH);
const Document = z.strictObject({ ...mediaShape, filename: Id.optional() }).refine(oneOfBoth, ONE_OF_BOTH);

/** Degrees, as a number or as Meta's own samples write them: in quotes. */
const degrees = (max: number) =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], { error: "must be a number of degrees" })
    .refine((value) => Math.abs(Number(value)) <= max, `must be from -${max} to ${max}`);

const Location = z.strictObject({
  latitude: degrees(90),
  longitude: degrees(180),
  name: filled(TEMPLATE.bodyText),
  address: filled(TEMPLATE.bodyText),
});

const Product = z.strictObject({ product_retailer_id: Id, catalog_id: Id });

export const CardHeaderParameter = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("image"), image: Image }),
  z.strictObject({ type: z.literal("video"), video: Image }),
  z.strictObject({ type: z.literal("product"), product: Product }),
]);

export const HeaderParameter = z.discriminatedUnion("type", [
  textParameter(TEMPLATE.headerText),
  ...CardHeaderParameter.options,
  z.strictObject({ type: z.literal("document"), document: Document }),
  z.strictObject({ type: z.literal("location"), location: Location }),
]);
