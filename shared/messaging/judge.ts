import { Refusal, unprocessable, type Violation, violation } from "../domain/errors.ts";
import { MAX_PARTS } from "../domain/ids.ts";
import type { Job } from "../domain/message.ts";
import type { Window } from "../domain/window.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import type { Tagging } from "./message-tag.ts";
import type { Asked } from "./understand.ts";

/** Every reason against sending, each once and with its path: the file, the channel's limits, the window, `strict`. */
export const judge = (
  rules: ChannelRules,
  asked: Asked,
  window: Window,
  transformed: Transformed,
  tagging: Tagging,
  now: Date,
): Violation[] => {
  const found = [
    ...asked.violations,
    ...transformed.violations,
    ...asked.files.flatMap(({ path, as, file }) => rules.checkFile(as, file, path)),
    ...tooMany(transformed),
    ...tagging.violations,
    ...(tagging.tag ? [] : outsideWindow(asked, window, now)),
    ...(asked.request.strict ? transformed.adaptations.map(refused) : []),
  ];
  return [...new Map(found.map((one) => [`${one.path} ${one.code}`, one])).values()];
};

const tooMany = ({ parts, violations }: Transformed): Violation[] => {
  if (parts.length <= MAX_PARTS || violations.some(({ code }) => code === "too_many_parts")) return [];
  const message = `It would need ${parts.length} parts; at most ${MAX_PARTS} are sent for one message.`;
  return [violation("/message_text", "too_many_parts", message)];
};

const outsideWindow = (asked: Asked, window: Window, now: Date): Violation[] => {
  if (window.state !== "closed" || window.allowed.includes(asked.type)) return [];
  const since =
    window.expires_at === null
      ? "The contact has not written yet; until they do,"
      : `The reply window closed at ${window.expires_at}; until the contact writes again`;
  const allowed = window.allowed.map((type) => `a ${type}`).join(" and ");
  const message = `${since} only ${allowed} can be used.${byPeople(window, now)}`;
  return [violation("/message_type", "window_closed", message)];
};

/** Under a tag people may still answer, for as long as it reaches. */
const byPeople = ({ human_agent_until: until }: Window, now: Date): string =>
  until !== null && Date.parse(until) > now.getTime()
    ? ` Until ${until} a person can answer with message_tag HUMAN_AGENT, if Meta granted the account Human Agent access.`
    : "";

const refused = ({ path, message }: Transformed["adaptations"][number]): Violation =>
  violation(path, "adaptation_refused", message);

const TOO_LARGE = "too_large";
/** The queue entry carries the message whole; SQS takes 1 MiB and bills by 64 KiB. Bytes. */
const MAX_JOB_BYTES = 200 * 1024;

/** Why the job is too large to be queued, if it is: a reason like the others, so that a preview shows it. */
export const oversize = (job: Job): Violation[] => {
  if (Buffer.byteLength(JSON.stringify(job)) <= MAX_JOB_BYTES) return [];
  const message = `The message with its parts is larger than ${MAX_JOB_BYTES / 1024} KiB.`;
  return [violation("", TOO_LARGE, message)];
};

/** What a send is answered for these reasons: 413 when the size is the only one, else 422. */
export const refusalFor = (violations: Violation[], window: Window): Refusal =>
  violations.every(({ code }) => code === TOO_LARGE)
    ? new Refusal(413, violations[0]!.message, { violations })
    : unprocessable(violations, { window });
