import type { SequencedEvent } from "./event.ts";

/** An event whose data did not fit: where it is read instead. */
export interface BareEvent extends Omit<SequencedEvent, "data"> {
  data: null;
  /** Answers the whole event. */
  data_at: string;
}

/** The event, if its JSON has at most so many bytes; else it goes without its data, and says where that is. */
export const fitting = (event: SequencedEvent, bytes: number): SequencedEvent | BareEvent =>
  Buffer.byteLength(JSON.stringify(event)) <= bytes
    ? event
    : { ...event, data: null, data_at: `GET /events?after_seq=${event.seq - 1}&limit=1` };
