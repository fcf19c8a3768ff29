import type { HttpOptions } from "../../shared/lambda/http-handler.ts";
import type { Problem } from "../../shared/lambda/problem.ts";

/** Inbox's codes are its statuses, and for what is not there the thing: docs.inboxapp.com/reference/error-codes */
const CODES: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "VALIDATION_ERROR",
  429: "RATE_LIMITED",
  503: "SERVICE_UNAVAILABLE",
};

/** Which of the things that a request names was not found; none of them is the thread itself. */
const MISSING: Readonly<Record<string, string>> = {
  "/reply_to_message_id": "MESSAGE_NOT_FOUND",
  "/conversation_file_id": "ATTACHMENT_NOT_FOUND",
};

/** `{error: {code, message, status}}`. JSON that can be read and says something wrong is 422 here. */
export const inboxProblem: NonNullable<HttpOptions["problem"]> = (problem) => {
  const status = problem.status === 400 && problem.errors.length > 0 ? 422 : problem.status;
  return { status, body: { error: { code: codeOf(problem, status), message: problem.detail, status } } };
};

const codeOf = ({ errors }: Problem, status: number): string =>
  status === 404
    ? (MISSING[errors[0]?.path ?? ""] ?? "THREAD_NOT_FOUND")
    : (CODES[status] ?? "INTERNAL_ERROR");
