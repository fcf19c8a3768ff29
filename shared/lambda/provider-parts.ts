import type { Secrets } from "../messaging/ports.ts";
import type { Settings } from "../messaging/settings.ts";
import { createLines, type Lines } from "../providers/lines.ts";
import type { DeliverParts } from "./deliver-handler.ts";

/** Calls open at once to one provider, from one process. */
export const CONNECTIONS = 64;

/** What a worker needs that calls a provider over HTTP. */
export interface ProviderParts extends DeliverParts {
  secrets: Secrets;
  settings: Settings;
  lines?: Lines;
}

export const linesOf = (parts: Pick<ProviderParts, "lines">): Lines =>
  parts.lines ?? createLines(CONNECTIONS);
