import type { Account } from "../domain/account.ts";
import type { FileRef, MediaKind } from "../domain/attachment.ts";
import type { Channel } from "../domain/channel.ts";
import type { Contact } from "../domain/conversation.ts";
import type { Outcome } from "../domain/delivery.ts";
import type { Failure, Violation } from "../domain/errors.ts";
import type { Adaptation, Content, Job, Part } from "../domain/message.ts";
import type { Choice } from "../domain/rich.ts";
import type { Capabilities } from "./content-kinds.ts";
import type { JudgeTemplate, TemplateCheck } from "./template-ports.ts";

/** Where a message goes, for those transforms whose payload says so. */
export interface Destination {
  account: Account;
  contact: Contact;
  /** The text a provider gives back with what it reports of a part; it names that part (see `handleOf`). */
  handle(part: number): string;
  /** An id, of at most 30 characters, for the choice at this place of `choices`: what a tap on it brings back. */
  choice(index: number): string;
}

export interface Transformed {
  parts: Part[];
  adaptations: Adaptation[];
  /** Why no provider would take it, each with its path; with one, nothing is sent. */
  violations: Violation[];
  /** What the contact chooses by a number in a text, or by a short id; kept with the message. */
  choices?: Choice[];
  /** Whether a template is known to be what the provider approved; absent: it is none. */
  template_check?: TemplateCheck;
}

/** What a channel can carry and how. Pure: the same content always becomes the same parts. */
export interface ChannelRules {
  readonly channel: Channel;
  /** Calls per second that the provider takes of one account; absent: it names no rate for all. */
  readonly rate?: number;
  readonly capabilities: Capabilities;
  /** The same for calls that carry audio or video, where the provider counts these by themselves. */
  readonly streamRate?: number;
  transform(content: Content, to: Destination): Transformed;
  /** What is worth knowing of a part before it leaves (what an SMS is billed as): shown in previews. */
  describe?(part: Part): Record<string, unknown>;
  /** What the account's own list says of a template; absent: the channel has none. */
  judgeTemplate?: JudgeTemplate;
  /** What speaks against this file as media of this kind: asked at accept, and again of the bytes that arrived. */
  checkFile(kind: MediaKind, file: Pick<FileRef, "name" | "type" | "size">, path: string): Violation[];
}

/** A call about to be made, with a provider connection in hand; nothing is written yet. */
export interface Call {
  /**
   * Writes the request in the same tick and waits for the answer, 10 s at most. Never throws. `earlierTries`: how
   * many calls of this part were put off before, for a back-off that grows with them.
   */
  run(earlierTries?: number): Promise<Outcome>;
  /** Gives the connection back unused. */
  release(): void;
}

/** How parts leave on a channel. */
export interface Sender {
  /** Everything a part needs before its intent (media uploaded, links signed). May be repeated, 40 s at most. */
  prepare(job: Job, part: Part, index: number): Promise<Prepared>;
  /**
   * After `sent` is stored: what happens next on a channel that has no provider to report it, or what was reported
   * before. Comes again for a job that comes again, so doing it twice must be harmless.
   */
  afterwards?(job: Job, part: Part, index: number): Promise<void>;
}

export interface Prepared {
  connect(): Promise<Call>;
}

/** This part can never be sent, and why. */
export class Unsendable extends Error {
  override readonly name = "Unsendable";
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The provider did not take what the part needs (an upload) and says when to try again. */
export class Throttled extends Error {
  override readonly name = "Throttled";
  readonly outcome: Extract<Outcome, { kind: "throttled" }>;
  constructor(outcome: Extract<Outcome, { kind: "throttled" }>) {
    super(outcome.failure.message);
    this.outcome = outcome;
  }
}

/** Something the part needs is not there yet; nothing is wrong. Seconds until it is worth looking again. */
export class NotYet extends Error {
  override readonly name = "NotYet";
  readonly retryAfter: number;
  constructor(what: string, retryAfter: number) {
    super(what);
    this.retryAfter = retryAfter;
  }
}
