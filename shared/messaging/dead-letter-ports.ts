import type { Page, PageRequest } from "./ports.ts";

/**
 * Why a job is worked no more. `unreadable`: it is not JSON, or not a job as this version knows it.
 * `receives_exhausted`: its worker ended without a word each time it took it.
 */
export type DeadReason = "unreadable" | "receives_exhausted";

/** A job that is worked no more, as its queue handed it over. */
export interface DeadJob {
  /** The queue's own id: the same however often the job is handed over. */
  id: string;
  channel: string;
  body: string;
  reason: DeadReason;
  /** What was wrong, for a developer; never a value of the job. */
  detail?: string;
}

/** What is known of it; the ids are absent where the body does not tell them. */
export interface DeadLetter extends Omit<DeadJob, "body"> {
  organization_id?: number;
  conversation_id?: number;
  message_id?: string;
  /** ISO 8601: when it was put away. */
  at: string;
}

/** Where letters are listed: by their organization, or by their channel when no organization is known. */
export type LettersOf = { organization_id: number } | { channel: string };

export interface DeadLetterStore {
  /** The letter and its whole body, for 30 days; a letter that is there already stays as it is. */
  add(letter: DeadLetter, body: string): Promise<void>;
  /** Oldest first, from the moment `since` (ISO 8601) on. */
  list(of: LettersOf, page: PageRequest, since?: string): Promise<Page<DeadLetter>>;
  /** What was to be worked, to the letter. */
  body(letter: Pick<DeadLetter, "channel" | "id">): Promise<string | undefined>;
}
