import * as z from "zod";

/** One thing wrong with a request: a JSON pointer into the body, a stable code, a sentence for a person. */
export const Violation = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type Violation = z.infer<typeof Violation>;

export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

/**
 * A request we will not carry out. It is answered, never logged as an error: RFC 9457's problem document is
 * built from it at the border.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: RefusalStatus;
  readonly violations: Violation[];
  /** Seconds until the same request may succeed; becomes `Retry-After`. */
  readonly retryAfter: number | undefined;
  readonly data: Record<string, unknown> | undefined;

  constructor(
    status: RefusalStatus,
    detail: string,
    extra: { violations?: Violation[]; retryAfter?: number; data?: Record<string, unknown> } = {},
  ) {
    super(detail);
    this.status = status;
    this.violations = extra.violations ?? [];
    this.retryAfter = extra.retryAfter;
    this.data = extra.data;
  }
}

export const violation = (path: string, code: string, message: string): Violation => ({
  path,
  code,
  message,
});

/** Foreign and absent are one answer, so nobody learns what another organization has. */
export const notFound = (what: string): Refusal => new Refusal(404, `No such ${what}.`);

export const unprocessable = (violations: Violation[], data?: Record<string, unknown>): Refusal =>
  new Refusal(422, violations[0]?.message ?? "The message cannot be sent.", {
    violations,
    ...(data && { data }),
  });

/** Who can do something about a failed message. */
export const Fixer = z.enum(["customer", "agent", "admin", "developer", "provider"]);

/** The card a failed part carries: what happened, who can help, what to do next. */
export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  provider_code: z.string().optional(),
  provider_message: z.string().optional(),
  retryable: z.boolean(),
  fix_by: Fixer,
  next_step: z.string(),
});
export type Failure = z.infer<typeof Failure>;
