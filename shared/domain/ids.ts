import { createHash } from "node:crypto";
import { encodeTime, monotonicFactory } from "ulid";
import * as z from "zod";

/** Message and file ids: 26 lower-case base-32 characters that sort by time. A part's id adds its index. */
export const MESSAGE_ID = /^[0-9a-z]{26}$/;
export const PART_ID = /^[0-9a-z]{26}[0-9]$/;

export const MAX_PARTS = 10;

/** Conversations, organizations and contacts: a positive integer below 2^53, as a number or a digit string. */
export const WholeId = z.union(
  [
    z.int().positive(),
    z
      .string()
      .regex(/^[1-9][0-9]{0,15}$/)
      .transform(Number)
      .refine(Number.isSafeInteger),
  ],
  { error: "must be a positive whole number below 2^53, as a number or a string of digits" },
);

export interface Ids {
  /** A new message or file id, later than every one this process made before. */
  time(now: Date): string;
  /** A new conversation, organization or contact id: milliseconds × 4096 + 12 random bits, below 2^53 until 2039. */
  whole(now: Date): number;
}

export const createIds = (random: () => number = Math.random): Ids => {
  const next = monotonicFactory();
  return {
    time: (now) => next(now.getTime()).toLowerCase(),
    whole: (now) => now.getTime() * 4096 + Math.floor(random() * 4096),
  };
};

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** The id that a provider's own message always gets, so that a webhook that comes twice names one message. */
export const idFrom = (at: Date, seed: string): string => {
  const digest = createHash("sha256").update(seed).digest();
  const tail = Array.from(digest.subarray(0, 16), (byte) => ALPHABET[byte & 31]).join("");
  return encodeTime(at.getTime(), 10).toLowerCase() + tail;
};

/** A whole id in the form of `Ids.whole` that one thing always gets: its 12 low bits are made of the seed. */
export const wholeFrom = (at: Date, seed: string): number =>
  at.getTime() * 4096 + (createHash("sha256").update(seed).digest().readUInt16BE() & 0xfff);

/** The smallest message id of that moment: every message made before sorts below it. */
export const firstIdAt = (at: Date): string =>
  `${encodeTime(at.getTime(), 10).toLowerCase()}${"0".repeat(16)}`;

export const partId = (messageId: string, index: number): string => `${messageId}${index}`;

/** Our message or part id, taken apart; undefined when the text is neither. */
export const readMessageId = (id: string): { message_id: string; part?: number } | undefined => {
  if (MESSAGE_ID.test(id)) return { message_id: id };
  if (PART_ID.test(id)) return { message_id: id.slice(0, 26), part: Number(id[26]) };
  return undefined;
};

/** The member that every organization itself is: made with it, and never a person. */
export const ORGANIZATION = "organization";

/** What a product that answers before the work is done calls its answer; the message and its event carry the same. */
export const requestIdOf = (messageId: string): string => `asyncRequest_${messageId}`;

/** A page of a note: a member who is called to it. */
export const pageId = (messageId: string, index: number): string => `${messageId}p${index}`;

/** Our stamp on what a provider reports back: the conversation and the part, so that no look-up is needed. */
export const handleOf = (conversationId: number, part: string): string => `${conversationId}.${part}`;

/** What a tap on a choice of a message brings back: `{message id}.{its place}`. */
export const choiceId = (messageId: string, index: number): string => `${messageId}.${index}`;

export const readChoiceId = (text: string): { message_id: string; index: number } | undefined => {
  const [, message_id, index] = /^([0-9a-z]{26})\.([0-9]{1,3})$/.exec(text) ?? [];
  return message_id === undefined ? undefined : { message_id, index: Number(index) };
};

export const readHandle = (
  handle: string,
): { conversation_id: number; message_id: string; part: number } | undefined => {
  const [, conversation, id] = /^([1-9][0-9]{0,15})\.([0-9a-z]{27})$/.exec(handle) ?? [];
  const part = id === undefined ? undefined : readMessageId(id);
  if (part?.part === undefined) return undefined;
  return { conversation_id: Number(conversation), message_id: part.message_id, part: part.part };
};
