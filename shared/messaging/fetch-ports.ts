import * as z from "zod";
import type { Account } from "../domain/account.ts";
import type { Failure } from "../domain/errors.ts";
import { MESSAGE_ID } from "../domain/ids.ts";
import type { Arrival, MediaSource } from "../domain/incoming.ts";
import type { IncomingMessage } from "../domain/message.ts";
import type { MessageRef } from "./message-ports.ts";

/** One file of one incoming message that is to be brought into the bucket. Where it lies stands in the message. */
export const FetchJob = z.object({
  conversation_id: z.int().positive(),
  message_id: z.string().regex(MESSAGE_ID),
  /** The file's place among those of its message, from 0. */
  index: z.int().nonnegative(),
  /** ISO 8601: it is tried for a day from here. */
  promised_at: z.string(),
});
export type FetchJob = z.infer<typeof FetchJob>;

/** What names a job, on both sides: the same file promised twice while it waits is one job. */
export const fetchJobId = ({ message_id, index }: FetchJob): string => `${message_id}.${index}`;

/** The promise: once `enqueue` settles, the file will come or be shown as failed, whatever dies. */
export interface FetchQueue {
  enqueue(job: FetchJob): Promise<void>;
}

/** What became of the files of incoming messages. */
export interface ArrivalStore {
  /** The message with what became of its files so far; undefined when there is no such incoming message. */
  message(ref: MessageRef): Promise<IncomingMessage | undefined>;
  /** Whether jobs for the files of the message are known to be in the queue, or were. */
  arePromised(ref: MessageRef): Promise<boolean>;
  keepPromised(ref: MessageRef): Promise<void>;
  /** What became of one file, for good: the first word stays. False: there was one, or there is no such message. */
  settle(ref: MessageRef, index: number, arrival: Arrival): Promise<boolean>;
}

/** A file's bytes, whole and on this machine for as long as they are needed. */
export interface Brought extends AsyncDisposable {
  /** What its provider says it is; undefined when it does not know better than "bytes". */
  type: string | undefined;
  /** What its provider calls it. */
  name: string | undefined;
  /** Bytes. */
  size: number;
  start(bytes: number): Promise<Uint8Array>;
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * Brings a contact's file from where its provider keeps it; `signal` ends it early.
 * @throws {NotFetched}
 */
export type MediaReader = (
  wanted: { source: MediaSource; account: Account },
  signal: AbortSignal,
) => Promise<Brought>;

/** The file did not come. */
export class NotFetched extends Error {
  override readonly name = "NotFetched";
  readonly failure: Failure;
  /** It may come yet; else never. */
  readonly again: boolean;
  /** Seconds that the provider wants to be left alone for. */
  readonly retryAfter: number | undefined;
  constructor(failure: Failure, extra: { again: boolean; retryAfter?: number | undefined }) {
    super(failure.message);
    this.failure = failure;
    this.again = extra.again;
    this.retryAfter = extra.retryAfter;
  }
}
