import * as z from "zod";
import { hasLoneSurrogate } from "../domain/text.ts";
import { ECHO_ID_MAX, TEXT_MAX } from "./visitor-limits.ts";

/** Text of whole characters without NUL, which no JSON body of ours may hold either; at most so many UTF-16 units. */
export const wellFormed = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !hasLoneSurrogate(text), "must not cut a character in half (lone surrogate)")
    .refine((text) => !text.includes("\u0000"), "must not hold the character NUL");

/** What a visitor writes. */
export const VisitorText = wellFormed(TEXT_MAX).refine((text) => text.trim() !== "", "must not be empty");

/** With such a name, the same message sent again after a lost answer is still one message. */
export const EchoId = wellFormed(ECHO_ID_MAX).min(1);
