import { type Violation, violation } from "../domain/errors.ts";
import { MAX_PARTS } from "../domain/ids.ts";
import type { Window } from "../domain/window.ts";
import type { ChannelRules, Transformed } from "./channel-ports.ts";
import type { Understood } from "./read-request.ts";

/** Every reason against sending, each once and with its path: the file, the channel's limits, the window, `strict`. */
export const judge = (
  rules: ChannelRules,
  asked: Understood,
  window: Window,
  transformed: Transformed,
): Violation[] => {
  const found = [
    ...asked.violations,
    ...transformed.violations,
    ...asked.files.flatMap(({ path, file }) => rules.checkFile(asked.content.type, file, path)),
    ...tooMany(transformed),
    ...outsideWindow(asked, window),
    ...(asked.request.strict ? transformed.adaptations.map(refused) : []),
  ];
  return [...new Map(found.map((one) => [`${one.path} ${one.code}`, one])).values()];
};

const tooMany = ({ parts, violations }: Transformed): Violation[] => {
  if (parts.length <= MAX_PARTS || violations.some(({ code }) => code === "too_many_parts")) return [];
  const message = `It would need ${parts.length} parts; at most ${MAX_PARTS} are sent for one message.`;
  return [violation("/message_text", "too_many_parts", message)];
};

const outsideWindow = (asked: Understood, window: Window): Violation[] => {
  if (window.state !== "closed" || window.allowed.includes(asked.type)) return [];
  const since =
    window.expires_at === null
      ? "The contact has not written yet"
      : `The reply window closed at ${window.expires_at}`;
  const message = `${since}; until the contact writes again only ${window.allowed.join(" and ")} can be used.`;
  return [violation("/message_type", "window_closed", message)];
};

const refused = ({ path, message }: Transformed["adaptations"][number]): Violation =>
  violation(path, "adaptation_refused", message);
