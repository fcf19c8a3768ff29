import type { HttpOptions } from "../../shared/lambda/http-handler.ts";
import type { Problem } from "../../shared/lambda/problem.ts";

/** A wrong or missing token is 403 there, never 401. */
const STATUSES: Record<number, number> = { 401: 403 };

/** Their own spelling differs from page to page (`BAD_PARAMETER`, `invalid_input`): one of the two, everywhere. */
const TYPES: Record<number, string> = {
  400: "invalid_input",
  401: "forbidden",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  415: "unsupported_media_type",
  422: "unprocessable",
  429: "rate_limited",
  503: "unavailable",
};

/** `{statusCode, type, message}`, and beside them every path that is wrong; the message begins with the first. */
const problem: NonNullable<HttpOptions["problem"]> = (told, requestId) => {
  const statusCode = STATUSES[told.status] ?? told.status;
  const { window } = told.data;
  return {
    status: statusCode,
    body: {
      statusCode,
      type: TYPES[told.status] ?? "internal",
      message: messageOf(told),
      errors: told.errors,
      requestId,
      ...(window !== undefined && { window }),
    },
  };
};

const messageOf = ({ detail, errors: [first] }: Problem): string =>
  first && first.path !== "" ? `${first.path}: ${first.message}` : detail;

/** How Spruce answers, wherever it is the same for all of its endpoints. */
export const SPRUCE: HttpOptions = { problem, requestIdHeader: "s-request-id" };
