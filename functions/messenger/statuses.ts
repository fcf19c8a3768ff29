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
