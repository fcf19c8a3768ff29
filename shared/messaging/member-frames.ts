import * as z from "zod";
import { WholeNumber } from "./whole-number.ts";

/** Browsers cannot set headers on a socket, so the key comes in the first frame, never in the address. */
const Frame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("auth"), key: z.string().min(1).max(512) }),
  z.object({ type: z.literal("catch_up"), after_seq: WholeNumber }),
]);
export type MemberFrame = z.infer<typeof Frame>;

/** Why a member's socket ends, as RFC 6455 leaves it to applications: 4000 and what HTTP would have said. */
export const CLOSE = { malformed: 4400, unauthenticated: 4401 } as const;

/** A member's frame; undefined for anything else. */
export const readMemberFrame = (text: string): MemberFrame | undefined => {
  try {
    return Frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
