import * as z from "zod";
import type { Outcome, ThrottleScope } from "../../domain/delivery.ts";
import type { Failure } from "../../domain/errors.ts";
import { answerJson } from "../answer-json.ts";
import type { Answer, Request } from "../lines.ts";
import { retryAfter } from "../retry-after.ts";

/** What a Graph error means for a send. `ambiguous`: it may have been sent all the same, so it is never repeated. */
export type Verdict =
  | { kind: "refused"; fix_by: Failure["fix_by"]; next_step: string; retryable?: boolean }
  | {
      kind: "throttled";
      retry_after: number;
      /** Each earlier try multiplies the wait by this; absent: the wait stays as it is. */
      backoff?: number;
      tries?: number;
      /** Absent: only this contact waits. */
      scope?: ThrottleScope;
      fix_by?: Failure["fix_by"];
      next_step?: string;
    }
  | { kind: "ambiguous" };

/** What grows with the tries stays below this, in seconds: minutes, or an hour where it begins with minutes. */
const maxBackoff = (first: number): number => (first < 300 ? 300 : 3_600);

export type Throttled = Extract<Verdict, { kind: "throttled" }>;

/** Keys are `code/subcode` and `code`; the more exact one wins. */
export type ErrorTable = Record<string, Verdict>;

const GraphError = z.object({
  error: z.object({
    message: z.string(),
    code: z.int(),
    error_subcode: z.int().optional(),
    is_transient: z.boolean().optional(),
    error_user_msg: z.string().optional(),
    error_data: z.object({ details: z.string().optional() }).optional(),
  }),
});

export const graphRequest = (url: URL, token: string, payload: Record<string, unknown>): Request => ({
  url,
  method: "POST",
  headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  body: JSON.stringify(payload),
});

/**
 * Reads a Graph answer. The error envelope means "not sent" and follows the table; anything outside the two
 * documented shapes (HTML, a cut body, a 2xx without an id) is an unknown outcome. `earlierTries`: calls of this part
 * that were put off before.
 */
export const graphOutcome = <Sent extends { provider_message_id?: string; word?: string }>(
  answer: Answer,
  table: ErrorTable,
  sent: (body: unknown) => Sent | undefined,
  earlierTries = 0,
): Exclude<Outcome, { kind: "sent" }> | ({ kind: "sent" } & Sent) => {
  const body = answerJson(answer.body);
  const error = GraphError.safeParse(body);
  if (error.success) return refusal(error.data.error, answer, table, earlierTries);
  const done = answer.status >= 200 && answer.status < 300 ? sent(body) : undefined;
  if (done) return { kind: "sent", ...done };
  return { kind: "lost", reason: `HTTP ${answer.status} outside the documented envelope` };
};

const refusal = (
  error: z.infer<typeof GraphError>["error"],
  answer: Answer,
  table: ErrorTable,
  earlierTries: number,
): Exclude<Outcome, { kind: "sent" }> => {
  const code = error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`;
  const verdict = table[code] ?? table[`${error.code}`] ?? byStatus(answer.status, error.is_transient);
  if (verdict.kind === "ambiguous") return { kind: "lost", reason: `Graph error ${code}` };
  const failure: Failure = {
    code: verdict.kind === "throttled" ? "provider_throttled" : "provider_refused",
    message: error.error_user_msg ?? error.error_data?.details ?? error.message,
    provider_code: code,
    provider_message: error.message,
    retryable: verdict.kind === "throttled" || (verdict.retryable ?? false),
    fix_by: verdict.fix_by ?? "provider",
    next_step: verdict.next_step ?? "Nothing: it is tried again by itself.",
  };
  if (verdict.kind === "refused") return { kind: "refused", failure };
  return {
    kind: "throttled",
    failure,
    retry_after: retryAfter(answer.headers["retry-after"]) ?? backoffOf(verdict, earlierTries),
    ...(verdict.tries !== undefined && { tries: verdict.tries }),
    ...(verdict.scope !== undefined && { scope: verdict.scope }),
  };
};

const backoffOf = ({ retry_after, backoff }: Throttled, earlierTries: number): number =>
  backoff === undefined
    ? retry_after
    : Math.min(retry_after * backoff ** earlierTries, maxBackoff(retry_after));

/** A code nobody wrote down: backed off as an outage is, but not all day, for it may be no outage. */
const byStatus = (status: number, transient: boolean | undefined): Verdict =>
  transient || status === 429 || status >= 500
    ? { kind: "throttled", retry_after: 1, backoff: 2, tries: 10 }
    : {
        kind: "refused",
        fix_by: "developer",
        next_step: "Look the provider's code up in its error reference and correct the message.",
      };
