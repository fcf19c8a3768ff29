import type { ThrottleScope } from "../../domain/delivery.ts";
import type { Failure } from "../../domain/errors.ts";

/** What a Twilio error means for a send. `ambiguous`: it may have been sent all the same, so it is never repeated. */
export type TwilioVerdict =
  | { kind: "refused"; retryable: boolean }
  /** Certainly not sent; worth another try after `retry_after` seconds, at most `tries` times in all. */
  | { kind: "throttled"; retry_after: number; tries?: number; scope?: ThrottleScope }
  | { kind: "ambiguous" };

export interface TwilioError {
  verdict: TwilioVerdict;
  /** What happened, for a person. */
  message: string;
  fix_by: Failure["fix_by"];
  next_step: string;
}

const FINAL: TwilioVerdict = { kind: "refused", retryable: false };
/** Refused until somebody changed something, or for some hours: the same message may go through later. */
const LATER: TwilioVerdict = { kind: "refused", retryable: true };
const AMBIGUOUS: TwilioVerdict = { kind: "ambiguous" };
const after = (retry_after: number, tries?: number): TwilioVerdict => ({
  kind: "throttled",
  retry_after,
  ...(tries !== undefined && { tries }),
});
/** Every message of the account waits: it would be answered the same. */
const rest = (retry_after: number): TwilioVerdict => ({ kind: "throttled", retry_after, scope: "account" });

type Row = [codes: number[], TwilioVerdict, fix_by: Failure["fix_by"], message: string, next_step: string];

/**
 * Twilio's codes: https://www.twilio.com/docs/api/errors (each has its page, `/errors/<code>`).
 * The same code may answer the request or come later, by status callback.
 */
// biome-ignore format: one line a rule reads as the table it is
const ROWS: Row[] = [
  [[20429], rest(1), "provider", "Twilio takes no more requests at this moment.", "Send less at once if it lasts."],
  [[20500, 20503], AMBIGUOUS, "provider", "Twilio failed while it handled the request.", "Ask the contact whether it arrived before you resend it."],
  [[20003, 20404], LATER, "admin", "Twilio does not accept the account's credentials.", "Correct the account SID and its token, then resend the message."],
  [[21211, 21217, 21401, 21421, 21604, 21612, 21614], FINAL, "agent", "The contact's number cannot get this message.", "Check the number, or write on another channel."],
  [[21212, 21601, 21603, 21606, 21607, 21621, 21622, 21703, 21704, 21705, 21712], LATER, "admin", "The account's own number or messaging service cannot send this.", "Check the sender in Twilio's console (SMS and MMS capability, service), then resend."],
  [[21408], LATER, "admin", "Messages to the contact's country are switched off.", "Switch the country on under Messaging, Geo permissions, then resend."],
  [[21219, 21608], LATER, "admin", "A trial account writes to verified numbers only.", "Verify the number or upgrade the Twilio account."],
  [[21610], FINAL, "customer", "The contact replied STOP and gets no messages from this number.", "Do not write again unless the contact replies START."],
  [[21602, 21617, 21618, 21619, 21654, 21655, 21656], FINAL, "developer", "Twilio does not take this text.", "Correct the text and send it as a new message."],
  [[21611, 30001], rest(300), "provider", "More than ten hours of messages wait for this sender.", "Send through another number, or later."],
  [[11751, 21620, 21623, 30019], FINAL, "agent", "A media file is too large, too many, or its address is not valid.", "Send fewer or smaller files, or a link in a text."],
  [[63019], after(5, 2), "developer", "Twilio could not download the media.", "Check that the public address answers HEAD and GET from outside."],
  [[21609], LATER, "admin", "Twilio does not accept the address for its reports.", "Set PUBLIC_URL to a public https address whose host has no underscore."],
  [[30002], LATER, "admin", "The Twilio account is suspended.", "Settle it with Twilio, then resend."],
  [[30003], LATER, "customer", "The phone is switched off or out of reach.", "Resend it once, some hours later."],
  [[30004], FINAL, "customer", "The contact or the carrier blocks messages from this number.", "Write on another channel."],
  [[30007], FINAL, "admin", "The carrier filtered the message as unwanted.", "Check the wording and the number's registration with Twilio."],
  [[30450], FINAL, "admin", "Twilio's protection against SMS pumping stopped the message.", "Allow the number in Twilio's console if it is genuine."],
  [[30005, 30006], FINAL, "agent", "The number does not exist, or is a landline.", "Check the number, or write on another channel."],
  [[30008], LATER, "provider", "The carrier gave no reason.", "Resend it once."],
  [[30010], LATER, "admin", "The message costs more than the price limit set for it.", "Raise the limit in Twilio."],
  [[30011], FINAL, "agent", "The contact's network does not carry MMS.", "Send a link to the file in a text."],
  [[30017, 30410], after(300), "provider", "The carrier is congested.", "Resend it in some minutes."],
  [[30018, 30024, 30032, 30034, 30035], LATER, "admin", "The sending number is not registered as its country demands.", "Finish the number's registration in Twilio, then resend."],
  [[30022], after(60), "admin", "The number's registered rate is used up.", "Resend it in some minutes, or ask for a higher rate."],
  [[30023, 30027], after(3_600), "admin", "The number's daily cap is used up.", "Resend it tomorrow, or ask for a higher cap."],
  [[63001, 63003, 63007, 63013, 63015, 63020, 63021, 63024, 63032, 63033, 63051], LATER, "admin", "Twilio's channel refuses this sender or recipient.", "Check the channel's settings in Twilio."],
  [[63010], after(30, 3), "provider", "Twilio's channel failed inside.", "Resend it later."],
  [[63016], FINAL, "agent", "The contact wrote too long ago: only a template may be sent.", "Send an approved template."],
  [[63018, 63038], rest(300), "admin", "The channel's rate or daily cap is used up.", "Resend it later."],
];

const TABLE = new Map(
  ROWS.flatMap(([codes, verdict, fix_by, message, next_step]) =>
    codes.map((code): [number, TwilioError] => [code, { verdict, message, fix_by, next_step }]),
  ),
);

export const knownError = (code: number): TwilioError | undefined => TABLE.get(code);
