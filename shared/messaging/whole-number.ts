import * as z from "zod";

const DIGITS = /^[0-9]{1,16}$/;

/**
 * A whole number from 0 to 2^53 - 1, as a number or as a string of nothing but digits. Coercing would also take
 * `true`, `[7]`, `"0x10"` and `" 7 "`.
 */
export const WholeNumber = z.union(
  [z.int().nonnegative(), z.string().regex(DIGITS).transform(Number).refine(Number.isSafeInteger)],
  { error: "must be a whole number below 2^53, as a number or a string of digits" },
);
