import { pauseLeft } from "../domain/account-pause.ts";
import type { Failure } from "../domain/errors.ts";
import type { Job } from "../domain/message.ts";
import type { Delivery, Verdict } from "./delivery.ts";
import { deadlineOf, expired, expiredInPause } from "./delivery-limits.ts";

/** Those that waited for a pause come back within a quarter of what was left of it, from 1 to 30 s. */
const SPREAD = { least: 1_000, most: 30_000, share: 4 };

/** Why the next call must not be made now, and for how long: nothing is called, and nothing counted. */
export const heldBack = (delivery: Delivery, part: number): Verdict | undefined => {
  const { deps, job, progress } = delivery;
  const left = pauseLeft(progress.pause, deps.now());
  if (left > 0) return { later: pausedFor(delivery, left) };
  const seconds = deps.pacing.wait(job.account, isStream(job, part));
  return seconds > 0 ? { later: seconds } : undefined;
};

const STREAMS = ["audio", "video", "voice"];

const isStream = ({ message, parts }: Job, part: number): boolean => {
  const { kind, slots } = parts[part]!;
  const shown = slots.flatMap(({ as }) => as ?? []);
  return (
    kind === "media" && (shown.length > 0 ? shown : [message.message_type]).some((as) => STREAMS.includes(as))
  );
};

/** Seconds; never past the message's deadline, at which it is failed, paused or not. */
const pausedFor = ({ deps, job }: Delivery, left: number): number => {
  const spread = deps.random() * Math.min(Math.max(left / SPREAD.share, SPREAD.least), SPREAD.most);
  const untilPast = deadlineOf(job.message.created_at) + 1 - deps.now().getTime();
  return Math.ceil(Math.min(left + spread, untilPast)) / 1000;
};

/** The card of a message whose day is over, with the pause that kept it. */
export const overdue = ({ deps, progress: { pause } }: Delivery): Failure =>
  pause && pauseLeft(pause, deps.now()) > 0 ? expiredInPause(pause) : expired;

/** Everything of the account waits as long. Seconds are the provider's. */
export const pauseAccount = (
  { deps, job }: Delivery,
  { provider_code, code, message }: Failure,
  seconds: number,
): Promise<void> => {
  const paused_until = new Date(deps.now().getTime() + seconds * 1000).toISOString();
  return deps.pauses.pause(job.account, { paused_until, reason: { code: provider_code ?? code, message } });
};
