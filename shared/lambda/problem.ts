import { STATUS_CODES } from "node:http";
import { Refusal, type Violation } from "../domain/errors.ts";

/** Feathers' names for statuses, which clients of the Apex API look at. */
const NAMES: Record<number, [name: string, className: string]> = {
  400: ["BadRequest", "bad-request"],
  401: ["NotAuthenticated", "not-authenticated"],
  403: ["Forbidden", "forbidden"],
  404: ["NotFound", "not-found"],
  409: ["Conflict", "conflict"],
  413: ["PayloadTooLarge", "payload-too-large"],
  415: ["UnsupportedMediaType", "unsupported-media-type"],
  422: ["Unprocessable", "unprocessable"],
  429: ["TooManyRequests", "too-many-requests"],
  500: ["GeneralError", "general-error"],
  503: ["Unavailable", "unavailable"],
};

/** RFC 9457 and the Apex (Feathers) error in one document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: Violation[];
  name: string;
  message: string;
  code: number;
  className: string;
  data: Record<string, unknown>;
}

/** A database or queue that is busy or out of reach: the same request may succeed in a moment. */
const BUSY = new Set([
  "KeysUnprocessed",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TransactionConflictException",
  "TimeoutError",
]);

const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  const busy = error instanceof Error && BUSY.has(error.name);
  return busy ? new Refusal(503, "The service is busy; repeat the request.", { retryAfter: 1 }) : undefined;
};

export const problemOf = (error: unknown): Problem & { retryAfter?: number } => {
  const refusal = refusalOf(error);
  const status = refusal?.status ?? 500;
  const [name, className] = NAMES[status] ?? NAMES[500]!;
  const detail = refusal?.message ?? "Something went wrong on our side; the request may be repeated.";
  const retryAfter = refusal?.retryAfter;
  return {
    type: "about:blank",
    title: STATUS_CODES[status] ?? name,
    status,
    detail,
    errors: refusal?.violations ?? [],
    name,
    message: detail,
    code: status,
    className,
    data: { ...refusal?.data, ...(retryAfter !== undefined && { retryAfter }) },
    ...(retryAfter !== undefined && { retryAfter }),
  };
};
