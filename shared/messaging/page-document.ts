import type { Page } from "../domain/message.ts";

/** A page as its note shows it. */
export interface PageDocument {
  id: string;
  member_id: string;
  resolved: boolean;
  resolved_at: string | null;
  resolved_by_member_id: string | null;
}

export const pageDocument = ({ id, member_id, resolved }: Page): PageDocument => ({
  id,
  member_id,
  resolved: resolved !== undefined,
  resolved_at: resolved?.at ?? null,
  resolved_by_member_id: resolved?.by ?? null,
});
