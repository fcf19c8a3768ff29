import { echoedBy, type ReportedBy } from "../../shared/providers/meta-graph/page-echoes.ts";
import { type ReceiptsBy, receiptsBy } from "../../shared/providers/meta-graph/page-receipts.ts";
import { unknownKindsIn } from "../../shared/providers/meta-graph/page-unknown.ts";
import { type HeardBy, heardBy } from "../../shared/providers/meta-graph/page-webhooks.ts";

/** What people wrote to and did on our accounts, out of one webhook body (`object: "instagram"`, both flavours). */
export const incomingOf = (body: unknown): HeardBy[] => heardBy("instagram", body);

/** What one webhook body proves about our messages: echoes, which Instagram sends in the field `messages`. */
export const statusesOf = (body: unknown): ReportedBy[] => echoedBy("instagram", body);

/** What people saw (field `messaging_seen`), by Meta's id of the last message. */
export const receiptsOf = (body: unknown): ReceiptsBy[] => receiptsBy("instagram", body);

/** The kinds of events of one webhook body that are not known here. */
export const unknownOf = (body: unknown): string[] => unknownKindsIn("instagram", body);
