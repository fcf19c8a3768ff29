import * as z from "zod";
import { CAROUSEL } from "./limits.ts";
import { Button, CardButton } from "./template-buttons.ts";
import { BodyParameter, CardHeaderParameter, HeaderParameter } from "./template-parameters.ts";

const header = <T extends z.ZodType>(parameter: T) =>
  z.strictObject({
    type: z.literal("header"),
    parameters: z.array(parameter).length(1, "must have exactly one parameter"),
  });

const Body = z.strictObject({ type: z.literal("body"), parameters: z.array(BodyParameter).optional() });

const Offer = z.strictObject({
  expiration_time_ms: z
    .int("must be a moment in milliseconds since 1970, as a whole number")
    .positive("must be a moment in milliseconds since 1970"),
});

/**
 * A limited-time offer goes out as a parameter, which is how Meta's samples send it; written at the component
 * itself it is put there.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/limited-time-offer-templates/
 */
const OfferParameter = z.strictObject({ type: z.literal("limited_time_offer"), limited_time_offer: Offer });
const LimitedTimeOffer = z
  .strictObject({
    type: z.literal("limited_time_offer"),
    limited_time_offer: Offer.optional(),
    parameters: z.array(OfferParameter).length(1, "must have exactly one parameter").optional(),
  })
  .refine(
    (given) => (given.limited_time_offer === undefined) !== (given.parameters === undefined),
    "must have one limited_time_offer with its expiration_time_ms",
  )
  .transform(({ type, limited_time_offer, parameters }) => ({
    type,
    parameters: parameters ?? (limited_time_offer ? [{ type, limited_time_offer }] : []),
  }));

/** Meta's own samples write both "button" and "BUTTON", "quick_reply" and "QUICK_REPLY"; one spelling goes out. */
const lowered = (given: unknown): unknown => {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const kinds = Object.entries(given).filter(([key]) => key === "type" || key === "sub_type");
  const lower = kinds.map(([key, kind]) => [key, typeof kind === "string" ? kind.toLowerCase() : kind]);
  return { ...given, ...Object.fromEntries(lower) };
};

const CardComponent = z.preprocess(
  lowered,
  z.discriminatedUnion("type", [header(CardHeaderParameter), Body, CardButton]),
);

const Card = z.strictObject({
  card_index: z.int("must be the position of the card: 0 for the first"),
  components: z.array(CardComponent).min(1, "must have a component"),
});

const Carousel = z.strictObject({
  type: z.literal("carousel"),
  cards: z
    .array(Card)
    .min(1, "must have a card")
    .max(CAROUSEL.cards, `may have at most ${CAROUSEL.cards} cards`),
});

export const Component = z.preprocess(
  lowered,
  z.discriminatedUnion("type", [header(HeaderParameter), Body, Button, Carousel, LimitedTimeOffer]),
);
export type Component = z.infer<typeof Component>;
export type CardComponent = z.infer<typeof CardComponent>;
