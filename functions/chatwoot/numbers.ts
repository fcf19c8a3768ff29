import { createHash } from "node:crypto";

/** Chatwoot's clients know members and inboxes by integers, ours have names: the same integer for a name each time. */
export const numberOf = (what: "inbox" | "member", organizationId: number, id: string): number =>
  createHash("sha256").update(`${what}\n${organizationId}\n${id}`).digest().readUIntBE(0, 6) + 1;
