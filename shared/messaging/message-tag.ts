import type { Account } from "../domain/account.ts";
import { type Channel, tagsOn } from "../domain/channel.ts";
import { type Violation, violation } from "../domain/errors.ts";
import type { Adaptation, Author, MessageTag } from "../domain/message.ts";
import { HUMAN_AGENT_DAYS, type Window } from "../domain/window.ts";

/** What the tag that was asked for, or none, comes to. */
export interface Tagging {
  /** The message leaves under this tag, after the window closed. */
  tag?: MessageTag;
  adaptations: Adaptation[];
  violations: Violation[];
}

export interface TagRequest {
  channel: Channel;
  account: Pick<Account, "human_agent">;
  author: Author;
  window: Window;
  /** The message's type: what may leave late by itself needs no tag. */
  type: string;
  /** As it was asked for. */
  asked: string | undefined;
}

/**
 * Since this day Meta answers error 100 to them: developers.facebook.com/documentation/business-messaging/
 * messenger-platform/send-messages/message-tags
 */
const DIED = "2026-04-27";
const DEAD: ReadonlySet<string> = new Set([
  "ACCOUNT_UPDATE",
  "CONFIRMED_EVENT_UPDATE",
  "POST_PURCHASE_UPDATE",
]);

const PATH = "/message_tag";

/**
 * Within the window a message is an answer, and no tag may be on it; after it, a tag reaches 7 days, and
 * HUMAN_AGENT is for people of organizations that Meta granted it. Channels without tags leave it out and say so.
 */
export const taggingOf = (request: TagRequest, now: Date): Tagging => {
  const { asked, window, channel } = request;
  const tags = tagsOn(channel);
  if (asked === undefined) return byItself(request, now);
  if (tags.length === 0) return dropped("This channel has no message tags: it is left out.");
  if (!tags.some((tag) => tag === asked)) return refused(unknownTag(asked, window, tags));
  if (window.state === "open") {
    return dropped(
      `The reply window is open until ${window.expires_at}: the message is an answer, without a tag.`,
    );
  }
  if (window.allowed.includes(request.type))
    return dropped(`A ${request.type} leaves at any time, without a tag.`);
  const lacking = asked === "HUMAN_AGENT" ? lackingFor(request, now) : tooLate(request, asked, now);
  if (lacking.length > 0) return refused(...lacking);
  return { tag: asked as MessageTag, adaptations: [], violations: [] };
};

/** `auto`: a person's late reply on Messenger gets the tag by itself. */
const byItself = (request: TagRequest, now: Date): Tagging => {
  const { account, channel, window, type } = request;
  const late = window.state === "closed" && !window.allowed.includes(type);
  const auto = late && channel === "messenger" && account.human_agent === "auto";
  if (!auto || lackingFor(request, now).length > 0) return { adaptations: [], violations: [] };
  const message = `The reply window closed at ${window.expires_at}: it leaves under the tag HUMAN_AGENT.`;
  return { tag: "HUMAN_AGENT", adaptations: [{ code: "tag_added", path: PATH, message }], violations: [] };
};

const lackingFor = ({ author, account, window }: TagRequest, now: Date): Violation[] => {
  const found: Violation[] = [];
  const lack = (code: string, message: string) => found.push(violation(PATH, code, message));
  if (author.kind !== "person") {
    lack("tag_for_people", "HUMAN_AGENT is for what a person wrote: use the key of a person.");
  }
  if (account.human_agent === "none") {
    lack(
      "tag_not_granted",
      'The account has no Human Agent access: once Meta grants it, set human_agent to "granted".',
    );
  }
  return [...found, ...tooLate({ window }, "HUMAN_AGENT", now)];
};

/** Both tags reach as far: …/messenger-platform/policy and …/send-messages/templates/customer-feedback-template */
const tooLate = ({ window }: Pick<TagRequest, "window">, tag: string, now: Date): Violation[] => {
  const until = window.human_agent_until;
  if (until !== null && Date.parse(until) > now.getTime()) return [];
  const since = until === null ? "The contact has not written yet" : `Those ended at ${until}`;
  const message = `${tag} can be used for ${HUMAN_AGENT_DAYS} days after the contact wrote. ${since}.`;
  return [violation(PATH, "tag_too_late", message)];
};

const unknownTag = (asked: string, window: Window, tags: readonly string[]): Violation =>
  DEAD.has(asked)
    ? violation(PATH, "tag_died", `Meta has refused ${asked} since ${DIED}: ${instead(window)}.`)
    : violation(PATH, "unknown_tag", `This channel knows ${tags.join(" and ")}, not ${asked}.`);

const instead = ({ state, allowed }: Window): string => {
  if (state === "open") return "leave message_tag out, for the reply window is open";
  const wait = "wait until the contact writes";
  return allowed.includes("template") ? `send a template, or ${wait}` : wait;
};

const dropped = (message: string): Tagging => ({
  adaptations: [{ code: "tag_dropped", path: PATH, message }],
  violations: [],
});

const refused = (...violations: Violation[]): Tagging => ({ adaptations: [], violations });
