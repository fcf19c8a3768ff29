import type { Job } from "../domain/message.ts";

export type Now = () => Date;

export interface Page<T> {
  data: T[];
  next: string | undefined;
}
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** The promise: once `enqueue` settles, the message will be delivered or fail, whatever dies. */
export interface DeliveryQueue {
  enqueue(job: Job, group: string): Promise<void>;
}

export interface DueStore {
  /** The same entry for the same moment twice is one. */
  schedule(entry: DueEntry, at: Date): Promise<void>;
  /** What is due by now. An entry comes again until it is `done`, so acting on it twice must be harmless. */
  take(now: Date, limit: number): Promise<{ entry: DueEntry; done(): Promise<void> }[]>;
}
export type DueEntry = SettleEntry | SweepEntry;

/** A part whose outcome is unknown. */
export interface SettleEntry {
  conversation_id: number;
  message_id: string;
  part: number;
}

/** Everything that was accepted in a conversation within one hour (hours since 1970). */
export interface SweepEntry {
  conversation_id: number;
  hour: number;
}

export interface Sockets {
  /** False: that connection is gone. */
  post(connectionId: string, frame: unknown): Promise<boolean>;
}

export interface ClosableSockets extends Sockets {
  /** Ends a connection; one that is gone is no error. */
  close(connectionId: string): Promise<void>;
}

export interface Secrets {
  /** Every value that is valid now (several during a rotation); empty when the name is not set. */
  get(name: string): Promise<string[]>;
}

/** What happened, for operators: a plain sentence and plain fields; never a text, an address, a token or a link. */
export interface Log {
  info(fields: Record<string, unknown>, sentence: string): void;
  warn(fields: Record<string, unknown>, sentence: string): void;
  error(fields: Record<string, unknown>, sentence: string): void;
}
