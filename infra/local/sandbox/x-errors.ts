import { type Answer, Refusal, type Voice } from "./errors.ts";

const PROBLEMS = "https://api.twitter.com/2/problems";
const TITLES: Record<number, string> = {
  400: "Invalid Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Payload Too Large",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  503: "Service Unavailable",
};

/** A problem: https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
export const xProblem = (status: number, detail: string, type = "about:blank"): Answer => ({
  status,
  body: { title: TITLES[status] ?? "Error", type, status, detail },
});

/** What is wrong with a request, as X tells it: each mistake in a list, and a problem around them. */
export const xInvalid = (message: string): Refusal =>
  new Refusal({
    status: 400,
    body: {
      errors: [{ message }],
      title: "Invalid Request",
      detail: "One or more parameters to your request was invalid.",
      type: `${PROBLEMS}/invalid-request`,
    },
  });

export const xRefusal = (status: number, detail: string, type?: string): Refusal =>
  new Refusal(xProblem(status, detail, type));

/** Without a user there is no one to send: https://docs.x.com/x-api/direct-messages/manage/integrate */
export const xUnauthorized = (): Answer => xProblem(401, "Unauthorized");

/** v1.1's codes come in its own form. */
const legacy = (code: number): Answer => ({
  status: code === 88 ? 429 : code === 130 || code === 131 ? 503 : code === 32 || code === 89 ? 401 : 403,
  body: { errors: [{ code, message: `Asked for by sandbox:code=${code}` }] },
});

export const xVoice = (throttled: () => Answer): Voice => ({
  error: legacy,
  throttled,
  broken: () => xProblem(503, "Service Unavailable"),
  refused: () => xProblem(403, "You do not have permission to DM one or more participants."),
});
