import * as z from "zod";
import type { Outcome } from "../../domain/delivery.ts";
import { answerJson } from "../answer-json.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Answer, Request } from "../lines.ts";
import { retryAfter } from "../retry-after.ts";
import { refusalCard, undeliveredCard, verdictOf } from "./errors.ts";
import { encodeForm } from "./form.ts";

/** Two letters and 32 hex digits: https://www.twilio.com/docs/glossary/what-is-a-sid */
const SID = /^[A-Z]{2}[0-9a-f]{32}$/i;
/** A pause doubles twice: 1, 2, 4 seconds for the concurrency limit, then 4; never over an hour. */
const MAX_DOUBLINGS = 2;
const MAX_PAUSE = 3_600;

const Created = z.object({
  sid: z.string().regex(SID),
  status: z.string(),
  error_code: z.int().nullish(),
  error_message: z.string().nullish(),
});
const Refused = z.object({ code: z.int(), message: z.string() });

/**
 * A call of Twilio's REST API: form fields in, JSON out, signed in with the account's SID and token.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export const twilioRequest = (
  { origin, token }: Endpoint,
  accountSid: string,
  resource: string,
  fields: Parameters<typeof encodeForm>[0],
): Request => ({
  url: new URL(`/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/${resource}.json`, origin),
  method: "POST",
  headers: {
    authorization: `Basic ${Buffer.from(`${accountSid}:${token}`).toString("base64")}`,
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  },
  body: encodeForm(fields),
});

/**
 * Reads Twilio's answer to a send. A 2xx with a SID is the proof that it was taken; the error envelope means
 * that it was not and follows the table; everything else (5xx, HTML, a 2xx without a SID) is an unknown outcome.
 * `earlier`: how many tries of this part Twilio put off before, for the length of the next pause.
 */
export const twilioOutcome = (answer: Answer, earlier = 0): Outcome => {
  const body = answerJson(answer.body);
  const created = answer.status >= 200 && answer.status < 300 ? Created.safeParse(body).data : undefined;
  if (created) return taken(created);
  const error = Refused.safeParse(body).data;
  if (error) return refusal(error.code, error.message, answer, earlier);
  if (answer.status === 429) return refusal(20_429, "Too Many Requests", answer, earlier);
  return { kind: "lost", reason: `HTTP ${answer.status} outside the documented envelope` };
};

/** Twilio reports nothing by callback about a message that failed as it was created, so it is failed here. */
const taken = ({ sid, status, error_code, error_message }: z.infer<typeof Created>): Outcome => {
  if (status !== "failed" && status !== "undelivered") {
    return { kind: "sent", provider_message_id: sid, word: status };
  }
  return { kind: "refused", failure: undeliveredCard(error_code ?? undefined, error_message ?? undefined) };
};

const refusal = (code: number, said: string, answer: Answer, earlier: number): Outcome => {
  const verdict = verdictOf(code, answer.status);
  if (verdict.kind === "ambiguous") return { kind: "lost", reason: `Twilio error ${code}` };
  const failure = refusalCard(code, said, verdict);
  if (verdict.kind === "refused") return { kind: "refused", failure };
  const pause = Math.min(verdict.retry_after * 2 ** Math.min(earlier, MAX_DOUBLINGS), MAX_PAUSE);
  return {
    kind: "throttled",
    failure,
    retry_after: retryAfter(answer.headers["retry-after"]) ?? pause,
    ...(verdict.tries !== undefined && { tries: verdict.tries }),
    ...(verdict.scope !== undefined && { scope: verdict.scope }),
  };
};
