import { type Checks, checks } from "./checks.ts";
import { Refusal, type Voice } from "./errors.ts";
import type { Rules } from "./graph-rules.ts";
import { instagramRules, messengerRules } from "./graph-rules.ts";
import { type GraphErrorType, graphError } from "./meta-errors.ts";

/** The same Send API as three products speak it: their limits, and how each says no. */
export type Dialect = {
  channel: "messenger" | "instagram";
  rules: Rules;
  /** Whether a tag may stand without a messaging type. */
  loneTags: boolean;
  check: Checks;
  voice: Voice;
  refuse(code: number, message: string, subcode?: number): Refusal;
  outsideWindow(): Refusal;
};

type Manner = {
  channel: Dialect["channel"];
  rules: Rules;
  type: GraphErrorType;
  window: { subcode: number; status: number };
  throttle?: number;
  loneTags?: boolean;
};

function dialect({ channel, rules, type, window, throttle, loneTags = false }: Manner): Dialect {
  const statusOf = (code: number): number =>
    code === 190 ? 401 : code === 10 ? window.status : code === 2 ? 500 : 400;
  const answer = (code: number, message: string, subcode?: number) =>
    graphError({ code, subcode, message }, { status: statusOf(code), type });
  const refuse = (code: number, message: string, subcode?: number): Refusal =>
    new Refusal(answer(code, message, subcode));
  return {
    channel,
    rules,
    loneTags,
    check: checks((_problem, details) => refuse(100, details)),
    refuse,
    outsideWindow: () => refuse(10, "This message is sent outside of allowed window.", window.subcode),
    voice: {
      error: (code, subcode) => answer(code, `Asked for by sandbox:code=${code}`, subcode),
      throttled: () => answer(613, "Calls to this api have exceeded the rate limit.", throttle),
      broken: () => answer(2, "An unexpected error has occurred. Please retry your request later."),
      refused: () => answer(551, "This person isn't available right now.", 1545041),
    },
  };
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
export const messenger = dialect({
  channel: "messenger",
  rules: messengerRules,
  type: "OAuthException",
  window: { subcode: 2018278, status: 400 },
});

/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message */
export const instagramOfPage = dialect({
  channel: "instagram",
  rules: instagramRules,
  type: "OAuthException",
  window: { subcode: 2534022, status: 400 },
  throttle: 2534040,
});

/** https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api */
export const instagramLogin = dialect({
  channel: "instagram",
  rules: instagramRules,
  type: "IGApiException",
  window: { subcode: 2534022, status: 403 },
  throttle: 2534040,
  // Meta's sample: https://github.com/fbsamples/messenger-platform-samples/blob/main/postman/instagram-platform-api.postman_collection.json
  loneTags: true,
});
