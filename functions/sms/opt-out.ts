import { type FormParams, fieldOf } from "../../shared/providers/twilio/form.ts";

/**
 * The words Twilio itself acts on, when they are the whole text, in any case.
 * https://support.twilio.com/hc/en-us/articles/223134027-Twilio-support-for-opt-out-keywords-SMS-STOP-filtering
 */
const STOP: ReadonlySet<string> = new Set([
  "STOP",
  "STOPALL",
  "UNSUBSCRIBE",
  "CANCEL",
  "END",
  "QUIT",
  "REVOKE",
  "OPTOUT",
]);
const START: ReadonlySet<string> = new Set(["START", "YES", "UNSTOP"]);

/**
 * Whether a contact's message stops or resumes what is sent to them. `OptOutType` is Twilio's own reading of it, which
 * a messaging service with words of its own gives; without it Twilio's default words count.
 */
export const choiceOf = (params: FormParams): "stop" | "start" | undefined => {
  const word = (fieldOf(params, "OptOutType") || fieldOf(params, "Body") || "").trim().toUpperCase();
  if (STOP.has(word)) return "stop";
  return START.has(word) ? "start" : undefined;
};
