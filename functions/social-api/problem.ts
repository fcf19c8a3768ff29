import type { HttpOptions } from "../../shared/lambda/http-handler.ts";
import type { Problem } from "../../shared/lambda/problem.ts";

/** Our name of a field, where theirs is another. */
const PATHS: Record<string, string> = { "/message_text": "/text", "/conversation_id": "/id" };

/** docs.social-api.ai/guides/errors: a namespace for each thing that can be wrong. */
const CODES: Record<number, string> = {
  401: "auth.invalid_key",
  403: "auth.forbidden",
  404: "resource.not_found",
  409: "resource.conflict",
  413: "validation.too_large",
  415: "validation.unsupported_media_type",
  429: "platform.rate_limited",
  500: "system.internal",
  503: "system.unavailable",
};

/** Their shape and statuses: `{error: {code, message, meta}, request_id}`; a closed window is 410. */
export const problem: NonNullable<HttpOptions["problem"]> = (told, requestId) => {
  const errors = told.errors.map((one) => ({
    ...one,
    path: PATHS[one.path] ?? one.path,
    message: inTheirWords(one.message),
  }));
  const { status, code } = meaningOf(told);
  const { window } = told.data;
  return {
    status,
    body: {
      error: {
        code,
        message: inTheirWords(told.detail),
        meta: { errors, ...(window !== undefined && { window }) },
      },
      request_id: requestId,
    },
  };
};

/** A sentence for people whose body has `text`. */
const inTheirWords = (sentence: string): string => sentence.replaceAll("message_text", "text");

const meaningOf = ({ status, errors }: Problem): { status: number; code: string } => {
  const codes = errors.map(({ code }) => code);
  const [first] = codes;
  if (status === 422 && first !== undefined && codes.every((code) => code === "window_closed")) {
    return { status: 410, code: "conversation.window_closed" };
  }
  // A body that says nothing at all is well formed.
  if (first === "missing" && errors[0]?.path === "/message_text")
    return { status: 422, code: "validation.empty" };
  const known = CODES[status];
  return { status, code: known ?? `validation.${first ?? "invalid"}` };
};
