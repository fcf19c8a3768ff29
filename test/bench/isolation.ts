import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { openConversations } from "../integration/crash/people.ts";
import { post } from "./load.ts";
import type { Bench } from "./processes.ts";

const CONVERSATIONS = 100;
const CONNECTIONS = 10;
/** The sandbox answers such a text with the limit of one contact, each time: the back-off is 1, 4, 16, … seconds. */
const THROTTLED = "sandbox:code=131056";
const WAITING = 5;

export interface Isolation {
  /** Milliseconds from asking us to reaching the provider, of the conversations that are not throttled. */
  without: number;
  with: number;
  /** Calls for the throttled conversation, and the seconds since it was first called. */
  calls: number;
  seconds: number;
}

/** What one throttled conversation of a hundred costs the others, in one run on one server. */
export const measureIsolation = async (bench: Bench, messages: number): Promise<Isolation> => {
  const [throttled = 0, ...others] = await openConversations(bench.origin, CONVERSATIONS);
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const say = (conversation_id: number, message_text: string) =>
    post(bench.origin, agent, { conversation_id, message_text });
  await round(bench, others, say, "Warm", 1_000);
  const without = await round(bench, others, say, "Without", messages);
  const began = Date.now();
  for (let index = 0; index < WAITING; index += 1) await say(throttled, `${THROTTLED} ${index}`);
  const beside = await round(bench, others, say, "Beside", messages);
  const calls = (await received(bench)).filter(({ text }) => text.startsWith(THROTTLED)).length;
  agent.destroy();
  return { without, with: beside, calls, seconds: (Date.now() - began) / 1000 };
};

type Say = (conversation: number, text: string) => Promise<void>;

/** The p99 of so many texts, once all have reached the provider. */
const round = async (
  bench: Bench,
  conversations: number[],
  say: Say,
  name: string,
  messages: number,
): Promise<number> => {
  const asked = new Map<string, number>();
  let next = 0;
  const sendOn = async () => {
    for (let index = next++; index < messages; index = next++) {
      asked.set(`${name} ${index}`, Date.now());
      await say(conversations[index % conversations.length]!, `${name} ${index}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendOn));
  for (;;) {
    const arrived = (await received(bench)).filter(({ text }) => asked.has(text));
    if (arrived.length >= messages) return p99(arrived.map(({ text, at }) => at - asked.get(text)!));
    await sleep(200);
  }
};

const p99 = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;

/** What the sandbox still remembers: its last 10,000 calls. */
const received = async ({ sandbox }: Bench): Promise<{ text: string; at: number }[]> => {
  const answer = await fetch(`${sandbox}/received?limit=10000`);
  const { data } = (await answer.json()) as { data: { at: string; body: { text?: { body: string } } }[] };
  return data.map(({ at, body }) => ({ text: body.text?.body ?? "", at: Date.parse(at) }));
};
