import { type MessageState, type PartState, topFact } from "../domain/delivery.ts";
import { Refusal } from "../domain/errors.ts";
import type { Adaptation, OutgoingMessage } from "../domain/message.ts";
import type { Transformed } from "./channel-ports.ts";

/** What of an earlier message is sent again. */
export interface Resend {
  of: string;
  /** Parts of the whole content, by their place, that are proven to have left, with this message or one before. */
  alreadySent: number[];
  /** How many parts the whole content had. */
  whole: number;
}

const LEFT: ReadonlySet<unknown> = new Set(["sent", "delivered", "read"]);

/** A part whose outcome nobody ever told counts as not left: its sender asked for it again. */
export const hasLeft = (part: PartState): boolean => LEFT.has(topFact(part));

/** The message may itself be a resend, and then holds only some parts of the whole content. */
export const resendOf = (message: OutgoingMessage, { parts }: MessageState): Resend => {
  const before = new Set(message.already_sent);
  const whole = before.size + message.parts;
  const held = placesBut(before, whole);
  const left = held.filter((_, index) => hasLeft(parts[index]!));
  return { of: message.id, alreadySent: [...before, ...left].sort((a, b) => a - b), whole };
};

const placesBut = (without: ReadonlySet<number>, whole: number): number[] =>
  Array.from({ length: whole }, (_, place) => place).filter((place) => !without.has(place));

/** Where a part of the whole content stands in the message that leaves out what had left. */
export const placeIn = ({ alreadySent }: Resend, part: number): number =>
  part - alreadySent.filter((place) => place < part).length;

/**
 * The parts that have not left, and a word about those that have. Which these are is known by their place alone, so
 * a content that comes apart otherwise than it did (a limit changed, the account changed) is refused.
 */
export const withoutSent = (transformed: Transformed, resend: Resend): Transformed => {
  const { parts, adaptations } = transformed;
  if (resend.alreadySent.length === 0 || transformed.violations.length > 0) return transformed;
  if (parts.length !== resend.whole) throw splitOtherwise(resend.whole, parts.length);
  return {
    ...transformed,
    parts: parts.filter((_, place) => !resend.alreadySent.includes(place)),
    adaptations: [...adaptations, sentBefore(resend)],
  };
};

const splitOtherwise = (before: number, now: number): Refusal =>
  new Refusal(
    409,
    `Some of its ${before} parts have left, and today it would be ${now}: which are missing cannot be told. Send a new message.`,
  );

const sentBefore = ({ alreadySent, whole }: Resend): Adaptation => {
  const places = alreadySent.map((place) => place + 1).join(", ");
  const message = `Of the ${whole} parts of this content, ${places} had left before; the others are sent.`;
  return { code: "already_sent", path: "", message };
};
