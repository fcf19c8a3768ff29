import type { Event, SequencedEvent } from "../domain/event.ts";

export interface EventStore {
  /** The organization's events behind `seq` (0: from the oldest kept), in order, at most `limit`. */
  after(organizationId: number, seq: number, limit: number): Promise<SequencedEvent[]>;
}

/** The way from a change to its place among its organization's events, where the two are not one write. */
export interface EventQueue {
  /** In order within an organization; the same event twice within five minutes is one. */
  send(event: Event): Promise<void>;
  changeVisibility(receipt: string, seconds: number): Promise<void>;
}
