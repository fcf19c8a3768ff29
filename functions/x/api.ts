import * as z from "zod";
import type { Outcome } from "../../shared/domain/delivery.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import { answerJson } from "../../shared/providers/answer-json.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import type { Answer, Request } from "../../shared/providers/lines.ts";
import { authorizationFor } from "./authorization.ts";
import { RATE_LIMITED, refusalFor } from "./errors.ts";
import { waitOf } from "./rate-limit.ts";

/** A call in the name of a user, signed at this moment: no other may send or upload. */
export const xRequest = (
  { origin, token }: Endpoint,
  now: Date,
  method: Request["method"],
  path: string,
  body?: object,
): Request => {
  const url = new URL(path, origin);
  return {
    url,
    method,
    headers: {
      authorization: authorizationFor(token, method, url, now),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? "" : JSON.stringify(body),
  };
};

const Text = z.string().optional().catch(undefined);
const One = z.object({
  code: z.union([z.string(), z.int()]).transform(String).optional().catch(undefined),
  type: Text,
  title: Text,
  detail: Text,
  message: Text,
  status: z.int().optional().catch(undefined),
});
type One = z.infer<typeof One>;
/** A problem (RFC 9457), or a list of problems or of v1.1's errors. */
const Problem = One.extend({ title: z.string() });
const Problems = z.object({ errors: z.array(One).min(1) });

const errorsIn = (body: unknown): One[] =>
  Problems.safeParse(body).data?.errors ?? [Problem.safeParse(body).data].flatMap((one) => one ?? []);

/**
 * What an answer means that is no success: X's envelope says that nothing was done, by its code, type or status. A
 * server error, and whatever is outside the envelope, leaves open whether something was. `now`: X names moments.
 */
export const notDone = (answer: Answer, now: Date, earlierTries = 0): Exclude<Outcome, { kind: "sent" }> => {
  const errors = errorsIn(answerJson(answer.body));
  const [first] = errors;
  const status = answer.status >= 400 ? answer.status : (first?.status ?? 400);
  const codes = errors.flatMap(codesOf);
  if (status === 429 || codes.includes(RATE_LIMITED)) return throttled(answer, now, earlierTries);
  if (first === undefined || status >= 500)
    return { kind: "lost", reason: `HTTP ${answer.status} outside the envelope of a refusal` };
  const said = first.detail ?? first.message ?? first.title;
  return {
    kind: "refused",
    failure: {
      code: "provider_refused",
      message: said ?? "X refused the message without a reason.",
      provider_code: codes[0] ?? String(status),
      ...(said !== undefined && { provider_message: said }),
      ...refusalFor(codes, status),
    },
  };
};

/** `https://api.twitter.com/2/problems/client-forbidden` → `client-forbidden`. */
const codesOf = ({ code, type }: One): string[] =>
  [code, type?.split("/").at(-1)].flatMap((one) => (one && one !== "about:blank" ? [one] : []));

/** X counts by the account and by the app: whatever else would leave over the account would be answered the same. */
const throttled = (answer: Answer, now: Date, earlierTries: number): Exclude<Outcome, { kind: "sent" }> => ({
  kind: "throttled",
  retry_after: waitOf(answer, now, earlierTries),
  scope: "account",
  failure: THROTTLED,
});

const THROTTLED: Failure = {
  code: "provider_throttled",
  message: "X takes no more from this account for now (messages: 15 in 15 minutes, 1,440 a day).",
  provider_code: "429",
  retryable: true,
  fix_by: "provider",
  next_step: "Nothing: it is tried again by itself. If it lasts, send less.",
};
