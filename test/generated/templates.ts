import fc from "fast-check";
import { fileUrl, payload, title, words } from "./values.ts";

const parameter = fc.oneof(
  fc.record(
    { type: fc.constant("text"), text: words, parameter_name: fc.constantFrom("a", "b") },
    { requiredKeys: ["type", "text"] },
  ),
  fc.record({ type: fc.constant("payload"), payload }),
  fc.record({ type: fc.constant("image"), image: fc.record({ link: fileUrl }) }),
  fc.record({ type: fc.constant("coupon_code"), coupon_code: title }),
  fc.record({
    type: fc.constant("currency"),
    currency: fc.record({
      fallback_value: words,
      code: fc.constantFrom("EUR", "euro"),
      amount_1000: fc.integer(),
    }),
  }),
);
const component = fc.record(
  {
    type: fc.constantFrom("header", "body", "button", "carousel", "BODY"),
    sub_type: fc.constantFrom("url", "quick_reply", "copy_code", "flow"),
    index: fc.oneof(fc.integer({ min: -1, max: 11 }), fc.constantFrom("0", "1", "x")),
    parameters: fc.array(parameter, { maxLength: 3 }),
  },
  { requiredKeys: ["type"] },
);
/** Templates as Meta has them, and nearly. */
export const template = fc.record(
  {
    // Names that the sandbox holds to no list: whether a template is the account's own is asked elsewhere.
    name: fc.oneof(
      fc.constantFrom("sandbox_hello", "sandbox_order"),
      title.map((one) => `sandbox_${one}`),
    ),
    language: fc.oneof(fc.constant({ code: "en_US" }), fc.constantFrom("en", { code: "xx_" })),
    components: fc.array(component, { maxLength: 4 }),
  },
  { requiredKeys: ["name", "language"] },
);
