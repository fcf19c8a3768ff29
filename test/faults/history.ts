import fc from "fast-check";
import type { Items } from "../../shared/store/items.ts";
import { Client } from "./client.ts";
import type { Fault, Instance, Trouble } from "./instance.ts";
import { violationsOf } from "./invariants.ts";
import { CONVERSATIONS, keyOf, organizationOf } from "./people.ts";
import { MOODS } from "./provider.ts";
import { recover } from "./recover.ts";
import { Reports } from "./reports.ts";
import { World } from "./world.ts";

/** How many things happen in one history. */
const LENGTH = 200;

/** What an instance may do of those calls that its trouble may strike at. */
const CALLS: Record<"say" | "deliver" | "report" | "settle", string[]> = {
  say: ["read", "write key", "enqueue", "write message", "write state"],
  deliver: [
    "receive",
    "read",
    "connect",
    "write intent",
    "exchange",
    "write outcome",
    "write due",
    "write message",
    "hide",
    "ack",
  ],
  report: ["read", "write outcome", "answer"],
  settle: ["read", "list", "write outcome", "remove due", "write cursor"],
};
const FAULTS: Fault[] = [
  { kind: "throws" },
  { kind: "does it and throws" },
  ...(["before", "after"] as const).flatMap((when): Fault[] => [
    { kind: "ends", when },
    { kind: "times out", when },
    { kind: "stalls", when },
  ]),
];
const LATE_ANSWER: Fault = { kind: "stalls", when: "after" };
/** Few at a time, mostly: half of what happens has no trouble. */
const DEEDS = [
  ...["say", "say", "say", "deliver", "deliver", "deliver", "deliver", "deliver", "report", "report"],
  ...["settle", "wait", "wait a little", "wait long", "resume", "mood", "trespass"],
] as const;
/** Milliseconds; two hundred of the longest stay within a day's window. */
const WAITS = { "wait a little": 1_000, wait: 31_000, "wait long": 361_000 } as Record<string, number>;

interface Deed {
  deed: string;
  /** Two numbers that choose among what there is. */
  one: number;
  two: number;
  /** Whether, where and how trouble strikes. */
  trouble: number;
}

export const histories = fc.array(
  fc.record<Deed>({
    deed: fc.constantFrom(...DEEDS),
    one: fc.nat(99),
    two: fc.nat(99),
    trouble: fc.nat(999),
  }),
  { minLength: LENGTH, maxLength: LENGTH, size: "max" },
);

const troubleFor = (role: keyof typeof CALLS, drawn: number): Trouble | undefined => {
  const calls = CALLS[role];
  if (drawn >= 500) return undefined;
  const call = calls[drawn % calls.length]!;
  const fault = FAULTS[Math.floor(drawn / calls.length) % FAULTS.length]!;
  // What is written cannot lie on the wire for minutes: a call that stands still does so with its answer.
  if (call === "exchange" && fault.kind === "stalls")
    return { at: (name) => name === call, fault: LATE_ANSWER };
  let seen = Math.floor(drawn / 100) % 3;
  return { at: (name) => name === call && seen-- <= 0, fault, times: 1 + (drawn % 3) };
};

/** Lives one history, lets time pass, and tells everything that must not have happened: not to come to rest is such. */
export const live = (items: Items, deeds: Deed[], endless = false): Promise<string[]> =>
  lived(items, deeds, endless).catch((error: Error) => [error.message]);

const lived = async (items: Items, deeds: Deed[], endless: boolean): Promise<string[]> => {
  const world = await World.over(items);
  world.endless = endless;
  const client = new Client(world);
  // Nothing is ever reported of one call in five.
  const reports = new Reports(world, ({ id }) => Number(id.slice("wamid.".length)) % 5 === 0);
  const stalled: Instance[] = [];
  for (const deed of deeds) {
    const run = await act({ world, client, reports, stalled }, deed);
    if (run && "stalled" in run.rest) stalled.push(run.instance);
  }
  for (const instance of stalled) await resumed(instance);
  await recover(world, client, reports);
  return violationsOf({ world, client, reports });
};

interface Stage {
  world: World;
  client: Client;
  reports: Reports;
  stalled: Instance[];
}
type Acted = { instance: Instance; rest: object } | undefined;

const act = async (
  { world, client, reports, stalled }: Stage,
  { deed, one, two, trouble }: Deed,
): Promise<Acted> => {
  const conversation = CONVERSATIONS[one % CONVERSATIONS.length]!;
  switch (deed) {
    case "say":
      return client.say(conversation, two < 80 ? 1 : 2, two % 4 > 0, troubleFor("say", trouble));
    case "deliver":
      return world.deliver(troubleFor("deliver", trouble), one);
    case "report":
      return reports.tell(1 + (one % 4), two, troubleFor("report", trouble), one % 3 === 0);
    case "settle":
      return world.settle(troubleFor("settle", trouble));
    case "resume":
      if (stalled.length > 0) await resumed(stalled.splice(one % stalled.length, 1)[0]!);
      return undefined;
    case "mood":
      world.provider.moods.push(MOODS[one % MOODS.length]!);
      return undefined;
    case "trespass":
      return trespass(world, client, conversation, two);
    default:
      world.clock.ms += WAITS[deed]!;
      return undefined;
  }
};

const resumed = async (instance: Instance): Promise<void> => {
  const rest = await instance.resume();
  if ("stalled" in rest) instance.end();
};

/** The other organization writes to this conversation, and reports that its messages were read. */
const trespass = async (world: World, client: Client, conversation: number, two: number): Promise<Acted> => {
  const other = 3 - organizationOf(conversation);
  const body = { conversation_id: conversation, message_text: "0/0 not yours" };
  const { rest } = await world.post({ body, key: keyOf(other) });
  if (!("done" in rest) || rest.done.status !== 404) client.wrong.push(`${other} reached ${conversation}`);
  const heard = world.provider.heard.filter((one) => one.conversation === conversation && !one.acted);
  const one = heard[two % Math.max(1, heard.length)];
  if (one) await world.report([{ heard: one, report: "read", organization: other }]);
  return undefined;
};
