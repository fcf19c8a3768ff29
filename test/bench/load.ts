import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { DEMO_KEY } from "../../infra/local/demo.ts";
import { openConversations } from "../integration/crash/people.ts";
import type { Bench } from "./processes.ts";

export interface Load {
  conversations: number;
  connections: number;
  messages: number;
}

/** Rates are messages a second, from the first request on; p50 and p99 are milliseconds of one accept. */
export interface Found {
  accepted: number;
  delivered: number;
  p50: number;
  p99: number;
}

const PATH = "/conversation-messages-transform-outgoing-whatsapp";

/** Posts texts over so many connections, each waiting for its answer, until all have reached the provider. */
export const measure = async (bench: Bench, load: Load): Promise<Found> => {
  const conversations = await openConversations(bench.origin, load.conversations);
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.connections });
  const before = await receivedBy(bench);
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const sendOn = async () => {
    for (let index = next++; index < load.messages; index = next++) {
      const at = performance.now();
      const conversation_id = conversations[index % conversations.length];
      await post(bench.origin, agent, { conversation_id, message_text: `Message ${index}` });
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: load.connections }, sendOn));
  const acceptedAfter = performance.now() - started;
  while ((await receivedBy(bench)) < before + load.messages) await sleep(5);
  const deliveredAfter = performance.now() - started;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    accepted: (load.messages * 1000) / acceptedAfter,
    delivered: (load.messages * 1000) / deliveredAfter,
    p50: times[Math.floor(times.length * 0.5)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
  };
};

/** The sandbox numbers what it receives. */
const receivedBy = async ({ sandbox }: Bench): Promise<number> => {
  const answer = await fetch(`${sandbox}/received?limit=1`);
  const { data } = (await answer.json()) as { data: { id: string }[] };
  return Number(data[0]?.id.slice(1) ?? 0);
};

export const post = (origin: string, agent: http.Agent, body: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { "x-api-key": DEMO_KEY, "content-type": "application/json" };
    const request = http.request(`${origin}${PATH}`, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () =>
        response.statusCode === 201 ? resolve() : reject(new Error(`Answered ${response.statusCode}`)),
      );
    });
    request.once("error", reject);
    request.end(JSON.stringify(body));
  });
