import { type MessageState, topFact } from "../../shared/domain/delivery.ts";
import type { OutgoingMessage } from "../../shared/domain/message.ts";
import { type Client, placeOf } from "./client.ts";
import type { Heard } from "./provider.ts";
import type { Reports } from "./reports.ts";
import { handleFor } from "./watch.ts";
import type { World } from "./world.ts";

export interface Story {
  world: World;
  client: Client;
  reports: Reports;
}

/** Everything that must not have happened, once all has come to rest; empty when all is well. */
export const violationsOf = (story: Story): string[] => {
  const { world, client } = story;
  return [
    ...world.watch.wrong,
    ...world.provider.wrong,
    ...client.wrong,
    ...client.all.flatMap((said) => (said.id === undefined ? [] : lostMessage(story, said.id))),
    ...[...world.watch.messages.values()].flatMap((message) => brokenParts(story, message)),
    ...repeatedCalls(world.provider.heard),
    ...doubled(story),
    ...outOfOrder(story),
  ];
};

/** What a 2xx promised is there. */
const lostMessage = ({ world }: Story, id: string): string[] =>
  world.watch.messages.has(id) && world.watch.states.has(id) ? [] : [`${id} was accepted and lost`];

const brokenParts = (story: Story, message: OutgoingMessage): string[] => {
  const { watch, provider } = story.world;
  const state = watch.states.get(message.id);
  if (!state) return [`${message.id} has no state`];
  return state.parts.flatMap((_, index) => {
    const handle = handleFor(message, index);
    const heard = provider.heard.filter((one) => one.handle === handle);
    return brokenPart(story.reports, state, index, heard, handle).map((what) => `${handle} ${what}`);
  });
};

const brokenPart = (
  reports: Reports,
  state: MessageState,
  index: number,
  heard: Heard[],
  handle: string,
): string[] => {
  const part = state.parts[index]!;
  const top = topFact(part);
  const acted = heard.find((one) => one.acted);
  const told = [...(reports.told.get(handle) ?? [])];
  const wrong: string[] = [];
  if (told.some((word) => !part.facts[word])) wrong.push("forgot what was reported");
  switch (top) {
    case "sent":
    case "delivered":
    case "read":
      if (!acted) wrong.push(`is ${top}, and nobody has it`);
      break;
    case "lost":
      if (part.attempt === 0) wrong.push("is said to be unknown and was never begun");
      if (acted && !reports.isSilent(acted)) wrong.push("is given up although it was proven");
      break;
    case "failed":
      if (acted) wrong.push("is failed, and the contact has it");
      break;
    case "canceled":
      if (heard.length > 0) wrong.push("was canceled after its call");
      if (!state.parts.slice(0, index).some((one) => topFact(one) === "failed"))
        wrong.push("was canceled for nothing");
      break;
    default:
      wrong.push(`stays ${top ?? "queued"}`);
  }
  return wrong;
};

/** Only what was certainly not sent is called again. */
const repeatedCalls = (heard: Heard[]): string[] => {
  const last = new Map<string, Heard>();
  return heard.flatMap((one) => {
    const before = last.get(one.handle);
    last.set(one.handle, one);
    return before && before.mood !== "throttles" ? [`${one.handle} was sent again`] : [];
  });
};

/** One key, one message. */
const doubled = ({ world, client }: Story): string[] =>
  client.all.flatMap(({ conversation, text, key }) => {
    const made = [...world.watch.messages.values()].filter(
      (message) => message.conversation_id === conversation && message.message_text === text,
    );
    return key !== undefined && made.length > 1 ? [`the key ${key} made ${made.length} messages`] : [];
  });

/** What the contact of each conversation got, by the place in which it was said, and then by part. */
const outOfOrder = ({ world, client }: Story): string[] => {
  const loose = new Set(client.all.filter(({ isLoose }) => isLoose).map(({ text }) => text));
  const last = new Map<number, number>();
  return world.provider.heard.flatMap(({ conversation, message, part, acted }) => {
    const text = world.watch.messages.get(message)?.message_text ?? "";
    if (!acted || loose.has(text)) return [];
    const place = placeOf(text) * 10 + part;
    const before = last.get(conversation) ?? 0;
    last.set(conversation, Math.max(place, before));
    return place < before ? [`${conversation} got ${place / 10} after ${before / 10}`] : [];
  });
};
