import { type ReceiptsBy, receiptsBy } from "../../shared/providers/meta-graph/page-receipts.ts";
import {
  echoedBy,
  type HeardBy,
  heardBy,
  type ReportedBy,
} from "../../shared/providers/meta-graph/page-webhooks.ts";

/** Texts of people to our Pages, out of one webhook body (`object: "page"`). */
export const incomingOf = (body: unknown): HeardBy[] => heardBy("page", body);

/** What one webhook body proves about our messages: echoes (field `message_echoes`) with our handle. */
export const statusesOf = (body: unknown): ReportedBy[] => echoedBy("page", body);

/** Deliveries and reads (fields `message_deliveries` and `message_reads`), by Meta's ids or up to a time. */
export const receiptsOf = (body: unknown): ReceiptsBy[] => receiptsBy("page", body);
