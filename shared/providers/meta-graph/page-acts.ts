import * as z from "zod";
import type { Act } from "../../messaging/contact-acts.ts";
import { words } from "../tolerant.ts";
import { isAd, PageReferral, referralOf } from "./page-content.ts";
import type { Heard } from "./page-webhooks.ts";

/** What a person did that is no message, by the account it was done to. */
export type PageAct = Omit<Act, "account" | "from"> & { from: string };

const Who = { sender: z.object({ id: z.union([z.string().min(1), z.int()]).transform(String) }) };
const Timestamp = z.coerce.number().pipe(z.int().positive().max(8.64e15));

/** …/webhooks/webhook-events/messaging_postbacks: a tapped button or menu entry, or Get Started. */
const Postback = z.object({
  ...Who,
  timestamp: Timestamp,
  postback: z.object({
    mid: words(),
    title: words(),
    payload: words(),
    referral: PageReferral.optional().catch(undefined),
  }),
});

/** …/webhooks/webhook-events/message-reactions */
const Reaction = z.object({
  ...Who,
  timestamp: Timestamp,
  reaction: z.object({ action: z.literal("react") }),
});

/** …/webhooks/webhook-events/messaging_referrals: somebody with a thread came again by an ad or a link. */
const Referred = z.object({ ...Who, timestamp: Timestamp, referral: PageReferral });

/** A postback is a message whose words are its title. One without an id has one made of who tapped it, and when. */
export const postbackOf = (element: unknown): Heard | undefined => {
  const found = Postback.safeParse(element).data;
  if (!found) return undefined;
  const { sender, timestamp, postback } = found;
  const { title = null, payload = null, referral } = postback;
  return {
    provider_message_id: postback.mid ?? `postback.${sender.id}.${timestamp}`,
    from: sender.id,
    text: title,
    content: {
      message_type: "button_reply",
      reply: { kind: "postback", payload, title },
      ...(referral && { referral: referralOf(referral) }),
    },
    at: new Date(timestamp),
    adReferral: isAd(referral),
  };
};

/**
 * What opens the window without being a message: a reaction, a link with a `ref`. The click of an ad opens none until
 * a message follows (…/messenger-platform/policy). A reaction that is taken back opens nothing.
 */
export const actOf = (element: unknown): PageAct | undefined => {
  const reaction = Reaction.safeParse(element).data;
  if (reaction) return actBy(reaction, "opens_window");
  const referred = Referred.safeParse(element).data;
  return referred && actBy(referred, isAd(referred.referral) ? "ad_click" : "opens_window");
};

const actBy = (
  { sender, timestamp }: { sender: { id: string }; timestamp: number },
  kind: Act["kind"],
): PageAct => ({ from: sender.id, at: new Date(timestamp), kind });
