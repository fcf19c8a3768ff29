import type { MediaKind } from "../domain/attachment.ts";
import type { Violation } from "../domain/errors.ts";
import type { Job } from "../domain/message.ts";
import type { Sender } from "./channel-ports.ts";
import type { DeliveryProgress } from "./delivery-progress.ts";
import type { ArrivalDeps } from "./ensure-arrived.ts";
import type { MessageStore } from "./message-ports.ts";
import type { OfferDeps } from "./offer.ts";
import type { OptOutDeps } from "./opt-out.ts";
import type { Pacing } from "./pacing.ts";
import type { PauseStore } from "./pause-ports.ts";
import type { DueStore, Log } from "./ports.ts";

export interface DeliverDeps extends ArrivalDeps {
  conversations: OptOutDeps["conversations"] & OfferDeps["conversations"];
  messages: Pick<MessageStore, "ensureOutgoing" | "begin" | "record" | "recordUnlessCanceled">;
  pauses: Pick<PauseStore, "pause">;
  pacing: Pacing;
  /** From 0 to below 1: spreads those that waited for one moment. */
  random: () => number;
  due: Pick<DueStore, "schedule">;
  sender: Sender;
  checkFile: (kind: MediaKind, file: { name: string; type: string; size: number }) => Violation[];
  log: Log;
}

/** One taking of a job from its queue. */
export interface Run {
  /** How often the job was taken, this time included. */
  receives: number;
  /** Milliseconds until the function is stopped. */
  timeLeft(): number;
}

/** The job is over, or it comes back after so many seconds. */
export type Verdict = { done: true } | { later: number };

/** One message in a worker's hands. */
export interface Delivery {
  deps: DeliverDeps;
  job: Job;
  run: Run;
  progress: DeliveryProgress;
}
