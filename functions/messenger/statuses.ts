import { echoedBy, type ReportedBy } from "../../shared/providers/meta-graph/page-echoes.ts";
import { type ReceiptsBy, receiptsBy } from "../../shared/providers/meta-graph/page-receipts.ts";
import { unknownKindsIn } from "../../shared/providers/meta-graph/page-unknown.ts";
import { type HeardBy, heardBy } from "../../shared/providers/meta-graph/page-webhooks.ts";

/** What people wrote to and did on our Pages, out of one webhook body (`object: "page"`). */
export const incomingOf = (body: unknown): HeardBy[] => heardBy("page", body);

/** What one webhook body proves about our messages: echoes (field `message_echoes`) with our handle. */
export const statusesOf = (body: unknown): ReportedBy[] => echoedBy("page", body);

/** Deliveries and reads (fields `message_deliveries` and `message_reads`), by Meta's ids or up to a time. */
export const receiptsOf = (body: unknown): ReceiptsBy[] => receiptsBy("page", body);

/** The kinds of events of one webhook body that are not known here. */
export const unknownOf = (body: unknown): string[] => unknownKindsIn("page", body);
