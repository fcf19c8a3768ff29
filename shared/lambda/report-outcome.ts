import * as z from "zod";
import type { Event } from "../domain/event.ts";
import { log } from "./log.ts";

const Outcome = z.object({
  status: z.enum(["unknown", "failed"]),
  parts: z.array(z.object({ error: z.object({ fix_by: z.string(), code: z.string() }).nullish() })),
});

/**
 * One line for every message that failed or whose outcome became unknown, whoever found out: the metrics are counted
 * from these lines, by who can mend it (functions/events/resources.yml).
 */
export const reportOutcome = ({ type, is_final, organization_id, message_id, data }: Event): void => {
  const outcome = type === "message.status" ? Outcome.safeParse(data).data : undefined;
  // A failed message is counted once it is final, an unknown one when it becomes so.
  if (!outcome || (outcome.status === "failed" && !is_final)) return;
  const error = outcome.parts.find((part) => part.error)?.error;
  const card = outcome.status === "failed" && error ? { fix_by: error.fix_by, code: error.code } : {};
  log.warn(
    { outcome: outcome.status, ...card, organization_id, message_id },
    "a message did not arrive as it should",
  );
};
