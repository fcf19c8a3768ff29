import type { Failure } from "../../shared/domain/errors.ts";
import { splitText } from "../../shared/domain/text.ts";
import { BUSY_SECONDS, TEXT_MAX } from "./limits.ts";

/** What the simulated contact does with a message. */
export interface Reaction {
  /** The call is refused with this card; nothing else happens. */
  refused?: Failure;
  /** The call's answer never comes back. */
  lost?: true;
  /** The call is throttled until so many seconds after the message was written. */
  busy?: number;
  /** The message is taken and then reported as failed. */
  failed?: Failure;
  delivered: boolean;
  read: boolean;
  /** It answers by tapping the first thing that is offered; with nothing to tap, by `answer`. */
  tap?: true;
  answer?: string;
}

const SEEN = { delivered: true, read: true };
const UNSEEN = { delivered: false, read: false };

/** `argument`: what follows the trigger's colon. */
type Trigger = (argument: string, echo: string) => Reaction;

/** The README's table, row by row. */
const TRIGGERS: Record<string, Trigger> = {
  reply: (argument, echo) => ({ ...SEEN, answer: argument || echo }),
  tap: (_, echo) => ({ ...SEEN, tap: true, answer: echo }),
  noreply: () => SEEN,
  unread: () => ({ delivered: true, read: false }),
  silent: () => UNSEEN,
  fail: () => ({ ...UNSEEN, refused: card("playground_refused", "The simulated contact refused it.") }),
  bounce: () => ({
    ...UNSEEN,
    failed: card("playground_bounced", "It was taken, then could not be delivered."),
  }),
  lost: () => ({ ...UNSEEN, lost: true }),
  throttle: (_, echo) => ({ ...SEEN, busy: BUSY_SECONDS, answer: echo }),
};

/**
 * What the contact does, from the text alone: a trigger is the whole text, or its beginning up to a colon, in any
 * case. Any other text is delivered, read and answered with an echo; so are things without a text, by their names.
 */
export const reactionTo = (text: string, names: string[] = []): Reaction => {
  const echo = echoOf(text, names);
  const [word = "", ...rest] = text.split(":");
  const name = word.trim().toLowerCase();
  const trigger = Object.hasOwn(TRIGGERS, name) ? TRIGGERS[name] : undefined;
  return trigger ? trigger(head(rest.join(":").trim()), echo) : { ...SEEN, answer: echo };
};

const echoOf = (text: string, names: string[]): string =>
  text.trim() === "" ? head(`You sent ${names.join(", ")}`) : ECHO + head(text, TEXT_MAX - ECHO.length);

const ECHO = "You wrote: ";

/** As much of a text as one message holds, cut at a word or between two visible characters. */
const head = (text: string, cap = TEXT_MAX): string => splitText(text, cap)[0] ?? "";

const card = (code: string, message: string): Failure => ({
  code,
  message,
  retryable: false,
  fix_by: "developer",
  next_step: "Nothing: the text of the message asked for this failure.",
});
