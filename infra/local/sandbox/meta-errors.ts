import { type Answer, Refusal, type Voice } from "./errors.ts";
import { traceId } from "./ids.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const titles: Record<number, string> = {
  0: "AuthException",
  1: "API Unknown",
  2: "API Service",
  4: "API Too Many Calls",
  10: "Permission Denied",
  33: "Parameter value is not valid",
  100: "Invalid parameter",
  190: "Access token has expired",
  368: "Temporarily blocked for policies violations",
  80007: "Rate limit issues",
  130429: "Rate limit hit",
  130472: "User's number is part of an experiment",
  131000: "Something went wrong",
  131005: "Access denied",
  131008: "Required parameter is missing",
  131009: "Parameter value is not valid",
  131016: "Service unavailable",
  131021: "Recipient cannot be sender",
  131026: "Message undeliverable",
  131031: "Account has been locked",
  131042: "Business eligibility payment issue",
  131047: "Re-engagement message",
  131048: "Spam rate limit hit",
  131049: "Meta chose not to deliver",
  131050: "User has stopped marketing messages",
  131051: "Unsupported message type",
  131053: "Media upload error",
  131056: "(Business Account, Consumer Account) pair rate limit hit",
  131057: "Account in maintenance mode",
  132000: "Template param count mismatch",
  132001: "Template does not exist",
  132005: "Template hydrated text too long",
  132007: "Template format character policy violated",
  132012: "Template parameter format mismatch",
  132015: "Template is paused",
  132016: "Template is disabled",
  132018: "Template parameter validation error",
  133010: "Phone number not registered",
};

export const whatsappTitle = (code: number): string => titles[code] ?? "Error";

/** Codes whose documented HTTP status is not 400. Throttles have been 400 and 429 over the years: here 429. */
function statusOf(code: number): number {
  if (code === 190 || code === 0) return 401;
  if (code === 3 || code === 10 || code === 131005 || (code >= 200 && code <= 299)) return 403;
  if ([4, 80007, 130429, 131048, 131056, 133016].includes(code)) return 429;
  if (code === 1 || code === 131000) return 500;
  if ([2, 131016, 131057, 133004].includes(code)) return 503;
  return 400;
}

export function whatsappError(code: number, details: string, subcode?: number): Answer {
  const error = {
    message: `(#${code}) ${whatsappTitle(code)}`,
    type: "OAuthException",
    code,
    error_data: { messaging_product: "whatsapp", details },
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    fbtrace_id: traceId(),
  };
  return { status: statusOf(code), body: { error } };
}

export const whatsappRefusal = (code: number, details: string): Refusal =>
  new Refusal(whatsappError(code, details));

export const whatsappVoice: Voice = {
  error: (code, subcode) => whatsappError(code, `Asked for by sandbox:code=${code}`, subcode),
  throttled: () => whatsappError(130429, "Message failed to send because there were too many messages sent"),
  broken: () => whatsappError(131016, "A service is temporarily unavailable"),
  refused: () => whatsappError(131026, "The message cannot be delivered"),
};

export type GraphErrorType = "OAuthException" | "IGApiException" | "GraphMethodException";

/** The envelope of Messenger and Instagram: https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
export function graphError(
  { code, subcode, message }: { code: number; subcode?: number | undefined; message: string },
  { status = 400, type = "OAuthException" }: { status?: number; type?: GraphErrorType } = {},
): Answer {
  const error = {
    message: `(#${code}) ${message}`,
    type,
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    ...(code === 2 ? { is_transient: true } : {}),
    fbtrace_id: traceId(),
  };
  return { status, body: { error } };
}

/** What Graph says to a caller it does not know. */
export const unauthorized = (type: GraphErrorType = "OAuthException"): Answer =>
  graphError({ code: 190, message: "Invalid OAuth access token" }, { status: 401, type });

/** What Graph says of a path or object that does not exist. */
export const noSuchObject = (method: string, id: string): Answer =>
  graphError(
    {
      code: 100,
      subcode: 33,
      message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist`,
    },
    { type: "GraphMethodException" },
  );
