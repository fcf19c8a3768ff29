import type { Failure } from "../../domain/errors.ts";
import { NotFetched } from "../../messaging/fetch-ports.ts";

const BY_ITSELF = "Nothing: it is tried again by itself, for 24 hours.";
const SEND_AGAIN = "Ask the contact to send it again.";

const never = (failure: Omit<Failure, "retryable">): NotFetched =>
  new NotFetched({ ...failure, retryable: false }, { again: false });
const later = (failure: Omit<Failure, "retryable">, retryAfter?: number): NotFetched =>
  new NotFetched({ ...failure, retryable: true }, { again: true, retryAfter });

export const gone = (status: number): NotFetched =>
  never({
    code: "media_gone",
    message: "The provider does not have the file any more.",
    provider_code: String(status),
    fix_by: "customer",
    next_step: SEND_AGAIN,
  });

/** An address that is its own key, and is not one any more. */
export const linkExpired = (status: number): NotFetched =>
  never({
    code: "media_link_expired",
    message: "The provider's link to the file is no longer valid.",
    provider_code: String(status),
    fix_by: "customer",
    next_step: SEND_AGAIN,
  });

export const accessRefused = (status: number): NotFetched =>
  later({
    code: "media_access_refused",
    message: "The provider refuses the account's token for this file.",
    provider_code: String(status),
    fix_by: "admin",
    next_step: "Check the account's token and its permissions; the file is tried again for 24 hours.",
  });

export const throttled = (retryAfter?: number): NotFetched =>
  later(
    {
      code: "media_throttled",
      message: "The provider asks for fewer downloads.",
      provider_code: "429",
      fix_by: "provider",
      next_step: BY_ITSELF,
    },
    retryAfter,
  );

/** `why` is our own sentence, never the provider's: it is shown, and logged with nothing else. */
export const unavailable = (why: string, status?: number): NotFetched =>
  later({
    code: "media_unavailable",
    message: why,
    ...(status !== undefined && { provider_code: String(status) }),
    fix_by: "provider",
    next_step: BY_ITSELF,
  });

export const tooLarge = (limit: number): NotFetched =>
  never({
    code: "file_too_large",
    message: `The file has more than ${limit} bytes.`,
    fix_by: "customer",
    next_step: "Ask the contact for a smaller file.",
  });

/** Our own network, a scheme that hides nothing: an address that no provider of ours gives. */
export const addressRefused = (): NotFetched =>
  never({
    code: "media_address_refused",
    message: "The file's address is not a public https address.",
    fix_by: "developer",
    next_step: "See where the webhook that named it came from.",
  });
