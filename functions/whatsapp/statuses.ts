import * as z from "zod";
import type { FactName } from "../../shared/domain/delivery.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import { readable } from "../../shared/providers/tolerant.ts";
import { changesOf, Moment } from "./envelope.ts";
import { failureOf } from "./errors.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
export const Status = z.object({
  id: z.string().min(1),
  status: z.enum(["sent", "delivered", "read", "played", "failed"]),
  timestamp: Moment,
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.unknown()).default([]),
});

const StatusError = z.object({
  code: z.int(),
  title: z.string().optional(),
  message: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
});

export interface StatusReport {
  providerAccountId: string;
  /** Our stamp on the message, where it had one. */
  handle: string | undefined;
  provider_message_id: string;
  fact: Extract<FactName, "sent" | "delivered" | "read" | "failed">;
  /** The provider's own word. */
  word: string;
  at: Date;
  failure?: Failure;
}

/** Every status a webhook brings. Words that are not known are passed over. */
export const statusesOf = (body: unknown): StatusReport[] =>
  changesOf(body)
    .filter(({ field }) => field === "messages")
    .flatMap(({ value }) =>
      readable(Status, value.statuses).map((status) => reportOf(status, value.metadata.phone_number_id)),
    );

/** A voice note that was played was read. */
const reportOf = (status: z.infer<typeof Status>, providerAccountId: string): StatusReport => ({
  providerAccountId,
  handle: status.biz_opaque_callback_data,
  provider_message_id: status.id,
  fact: status.status === "played" ? "read" : status.status,
  word: status.status,
  at: status.timestamp,
  ...(status.status === "failed" && { failure: failureIn(status.errors) }),
});

const failureIn = (errors: unknown[]): Failure => {
  const [error] = readable(StatusError, errors);
  const title = error?.title ?? error?.message ?? "The provider reported a failure without a reason.";
  return failureOf(error?.code ?? 0, title, error?.error_data?.details);
};
