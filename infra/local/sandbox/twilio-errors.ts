import { type Answer, Refusal, type Voice } from "./errors.ts";

/** https://www.twilio.com/docs/api/errors */
const messages: Record<number, string> = {
  20003: "Authenticate",
  20404: "The requested resource was not found",
  20429: "Too Many Requests",
  20500: "Internal Server Error",
  21211: "Invalid 'To' Phone Number",
  21212: "Invalid 'From' Phone Number",
  21266: "'To' and 'From' number cannot be the same",
  21603: "A 'From' phone number or a 'MessagingServiceSid' is required",
  21604: "A 'To' phone number is required",
  21609: "The 'StatusCallback' URL is not a valid URL",
  21610: "Attempt to send to unsubscribed recipient",
  21612: "The 'To' phone number is not currently reachable using the 'From' phone number",
  21614: "'To' number is not a valid mobile number",
  21617: "The concatenated message body exceeds the 1600 character limit",
  21619: "Message body, media URL or content SID is required",
  21620: "Invalid media URL(s)",
  21623: "Number of media files exceeds allowed limit",
  21624: "Invalid validity period value",
  21655: "The ContentSid is invalid",
  21656: "The ContentVariables parameter is invalid",
  21705: "The Messaging Service is invalid",
};

const statuses: Record<number, number> = { 20003: 401, 20404: 404, 20429: 429, 20500: 500, 20503: 503 };

/** `{code, message, more_info, status}`: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function twilioError(code: number, details?: string): Answer {
  const status = statuses[code] ?? 400;
  const message = [messages[code] ?? "Error", details].filter(Boolean).join(": ");
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

export const twilioRefusal = (code: number, details?: string): Refusal =>
  new Refusal(twilioError(code, details));

/** No Retry-After: Twilio's page on 20429 documents none, only that the call was never processed. */
export const twilioVoice: Voice = {
  error: (code) => twilioError(code, `asked for by sandbox:code=${code}`),
  throttled: () => twilioError(20429),
  broken: () => twilioError(20500),
  refused: () => twilioError(21614),
};
