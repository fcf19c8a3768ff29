import { handleOf } from "../../../shared/domain/ids.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import type { Send } from "../../support/provider-process.ts";
import { outgoingOf, post } from "./people.ts";

/** What was answered 201, by conversation, in order. */
export type Accepted = Map<number, MessageDocument[]>;

/** A text for an index; here every sixth is too long for one bubble. */
export const someLong = (index: number): string =>
  index % 6 === 5 ? `message ${index} `.repeat(400) : `message ${index}`;

/** Two seconds for a provider that takes 200 ms a bubble. */
export const tenBubbles = (index: number): string => `message ${index} `.repeat(3_400);

/** One writer a conversation, each message after the answer to the last; ends early when the server is gone. */
export const writeTo = (
  origin: string,
  accepted: Accepted,
  each: number,
  textOf = someLong,
): Promise<unknown> =>
  Promise.all(
    Array.from(accepted, async ([conversation, mine]) => {
      for (let index = 0; index < each; index += 1) {
        const document = await post(origin, conversation, textOf(mine.length));
        if (document === undefined) return;
        mine.push(document);
      }
    }),
  );

/** A backlog that is not worked off by then is stuck. */
const PATIENCE_MS = 20_000;

/** Waits until nothing is on its way any more, or is stuck; what each conversation then shows. */
export const drained = async (origin: string, conversations: Iterable<number>): Promise<Shown> => {
  const shown: Shown = new Map();
  const patience = Date.now() + PATIENCE_MS;
  for (const conversation of conversations) {
    for (;;) {
      const messages = await outgoingOf(origin, conversation);
      shown.set(conversation, messages);
      const isDone = messages.every(({ status }) => status !== "queued" && status !== "sending");
      if (isDone || Date.now() > patience) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return shown;
};
export type Shown = Map<number, MessageDocument[]>;

export interface Verdict {
  accepted: number;
  parts: number;
  /** Answered 201, and not to be found any more. */
  lost: string[];
  /** Sent, and the provider never had it; or neither sent nor unknown. */
  unsent: string[];
  twice: string[];
  disordered: number[];
  unknown: string[];
  /** Unknown, although its call was not open when the server was killed. */
  needlesslyUnknown: string[];
}

/** An answer so shortly before the kill may have been on its way. Milliseconds. */
const IN_FLIGHT_MS = 250;

/** Compares what was promised, what is shown, and what the provider had. */
export const judge = (accepted: Accepted, shown: Shown, sends: Send[], kills: number[]): Verdict => {
  const times = Map.groupBy(sends, ({ handle }) => handle);
  const all = Array.from(shown).flatMap(([conversation, messages]) =>
    messages.flatMap(({ parts }) =>
      parts.map((part) => ({ ...part, handle: handleOf(conversation, part.id) })),
    ),
  );
  const unknown = all.filter(({ status }) => status === "unknown").map(({ handle }) => handle);
  const wasOpen = (handle: string) => {
    const at = times.get(handle)?.[0]?.answered_at ?? null;
    return at === null || kills.some((kill) => at > kill - IN_FLIGHT_MS && at <= kill + IN_FLIGHT_MS);
  };
  const promised = Array.from(accepted.values()).flat();
  const stored = new Set(Array.from(shown.values()).flatMap((messages) => messages.map(({ id }) => id)));
  return {
    accepted: promised.length,
    parts: sends.length,
    lost: promised.map(({ id }) => id).filter((id) => !stored.has(id)),
    unsent: all
      .filter(({ handle, status }) => status !== "unknown" && (status !== "sent" || !times.has(handle)))
      .map(({ handle, status }) => `${handle} ${status}`),
    twice: Array.from(times).flatMap(([handle, calls]) => (calls.length > 1 ? [handle] : [])),
    disordered: Array.from(accepted.keys()).filter((id) => !inOrder(id, sends)),
    unknown,
    needlesslyUnknown: unknown.filter((handle) => !wasOpen(handle)),
  };
};

/** Handles sort by the time their message was accepted, then by part. */
const inOrder = (conversation: number, sends: Send[]): boolean => {
  const mine = sends.map(({ handle }) => handle).filter((handle) => handle.startsWith(`${conversation}.`));
  return mine.every((handle, index) => index === 0 || mine[index - 1]! <= handle);
};
