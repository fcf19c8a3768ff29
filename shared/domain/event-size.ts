import type { SequencedEvent } from "./event.ts";

/** An event whose data did not fit: where it is read instead. */
export interface BareEvent extends Omit<SequencedEvent, "data"> {
  data: null;
  /** Answers the whole event. */
  data_at: string;
}

/** The event as JSON of at most so many bytes: one that is larger goes without its data, and says where that is. */
export const withinBytes = (event: SequencedEvent, bytes: number): string => {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= bytes) return whole;
  const bare: BareEvent = { ...event, data: null, data_at: whereIs(event) };
  return JSON.stringify(bare);
};

const whereIs = ({ seq }: SequencedEvent): string => `GET /events?after_seq=${seq - 1}&limit=1`;
