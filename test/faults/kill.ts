import { topFact } from "../../shared/domain/delivery.ts";
import type { Items } from "../../shared/store/items.ts";
import { Client } from "./client.ts";
import type { FifoOptions } from "./fifo.ts";
import type { Trouble } from "./instance.ts";
import { type Story, violationsOf } from "./invariants.ts";
import { CONVERSATIONS } from "./people.ts";
import type { FAULTS, Point, Role } from "./points.ts";
import { drain, recover } from "./recover.ts";
import { Reports } from "./reports.ts";
import { World } from "./world.ts";

const LOAD = CONVERSATIONS.slice(0, 3);
/** Messages per conversation, by their parts. */
const PARTS = [1, 3, 2];

export interface Ended {
  /** How often the fault came to pass. */
  struck: number;
  violations: string[];
  /** Parts that ended as `failed: outcome_unknown`, and what the contact got of all parts. */
  lost: number;
  acted: number;
  parts: number;
  /** Parts that were unknown at some time. */
  unknown: number;
}

type FaultAt = (typeof FAULTS)[number];

/** Says nine messages in three conversations, strikes once, lets time pass, and tells what came of it. */
export const kill = async (
  items: Items,
  queue: FifoOptions,
  point: Point,
  faultAt: FaultAt,
): Promise<Ended> => {
  const world = await World.over(items, queue);
  const client = new Client(world);
  const reports = new Reports(world);
  const { fault, call, times } = faultAt.at(point);
  const instance = { struck: 0 };
  const trouble = (role: Role): Trouble | undefined =>
    role === point.role && instance.struck === 0 ? { at: (name) => name === call, fault, times } : undefined;
  const noted = <R extends { instance: { struck: number } } | undefined>(run: R): R => {
    instance.struck ||= run?.instance.struck ?? 0;
    return run;
  };

  for (const parts of PARTS) {
    for (const conversation of LOAD) noted(await client.say(conversation, parts, true, trouble("accept")));
    await client.insist();
    if (parts === 3 && point.role === "settle") await openOutcome(world, trouble, noted);
    noted(await world.deliver(parts === 3 ? trouble("deliver") : undefined));
    noted(await reports.tell(2, 1, trouble("webhook")));
  }
  await drain(world);
  await recover(world, client, reports);
  return { struck: instance.struck, ...tally({ world, client, reports }) };
};

/** For what settles: a part whose outcome nobody told, its two minutes gone. */
const openOutcome = async (
  world: World,
  trouble: (role: Role) => Trouble | undefined,
  noted: (run: Awaited<ReturnType<World["settle"]>>) => unknown,
): Promise<void> => {
  await world.deliver({ at: (name) => name === "exchange", fault: { kind: "throws" } });
  world.clock.ms += 121_000;
  noted(await world.settle(trouble("settle")));
};

const tally = (story: Story): Omit<Ended, "struck"> => {
  const parts = [...story.world.watch.states.values()].flatMap((state) => state.parts);
  return {
    violations: violationsOf(story),
    parts: parts.length,
    acted: story.world.provider.heard.filter(({ acted }) => acted).length,
    lost: parts.filter((part) => topFact(part) === "lost").length,
    unknown: parts.filter((part) => part.facts.unknown).length,
  };
};
