import type { Event, SequencedEvent } from "../domain/event.ts";

export interface EventStore {
  /** The organization's events behind `seq` (0: from the oldest kept), in order, at most `limit`. */
  after(organizationId: number, seq: number, limit: number): Promise<SequencedEvent[]>;
}

/** The way from changes to their places among their organization's events, where the two are not one write. */
export interface EventQueue {
  /**
   * In order within an organization, in as few entries as hold them. The same events twice within five minutes are one.
   * @throws {EventsNotSent} naming those that did not get there; of an organization they are its last ones.
   */
  send(events: Event[]): Promise<void>;
  changeVisibility(receipt: string, seconds: number): Promise<void>;
}

export class EventsNotSent extends Error {
  override readonly name = "EventsNotSent";
  readonly events: Event[];
  constructor(events: Event[], cause: unknown) {
    super(`${events.length} events could not be put into the queue`, { cause });
    this.events = events;
  }
}

/** Where an organization's programs subscribe. */
export interface EventTopic {
  /** At least once each; whoever hears one twice knows it by its id. Throws unless all were taken. */
  publish(events: SequencedEvent[]): Promise<void>;
}
