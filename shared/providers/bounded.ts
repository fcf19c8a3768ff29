import type { Outcome } from "../domain/delivery.ts";
import type { Failure } from "../domain/errors.ts";

/** What is kept of a provider's own words, in UTF-16 units; a message's state must stay a small item. */
const MAX_TEXT = 1_000;
/** No provider's message id is near it; what is longer is not one, and the outcome is unknown. */
const MAX_ID = 512;

/** An outcome whose texts a provider cannot make arbitrarily long. */
export const bounded = (outcome: Outcome): Outcome => {
  switch (outcome.kind) {
    case "sent":
      if ((outcome.provider_message_id ?? "").length > MAX_ID) {
        return { kind: "lost", reason: "the provider's message id is too long to be one" };
      }
      return { ...outcome, ...(outcome.word !== undefined && { word: cut(outcome.word) }) };
    case "lost":
      return { ...outcome, reason: cut(outcome.reason) };
    default:
      return { ...outcome, failure: cutFailure(outcome.failure) };
  }
};

const cutFailure = (failure: Failure): Failure => ({
  ...failure,
  message: cut(failure.message),
  ...(failure.provider_code !== undefined && { provider_code: cut(failure.provider_code) }),
  ...(failure.provider_message !== undefined && { provider_message: cut(failure.provider_message) }),
});

/** Never half of a surrogate pair at the end. */
const cut = (text: string): string =>
  text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).toWellFormed()}…`;
