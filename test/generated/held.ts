import { expect } from "vitest";
import { channels } from "../../functions/channels.ts";
import { DEMO } from "../../infra/local/demo.ts";
import { CHANNELS, type Channel } from "../../shared/domain/channel.ts";
import type { Violation } from "../../shared/domain/errors.ts";
import type { Adaptation, Job } from "../../shared/domain/message.ts";
import type { PartPreview } from "../../shared/messaging/part-preview.ts";
import { asPart } from "./as-part.ts";
import { type Call, type Door, through } from "./doors.ts";
import { refusalOf, wayOf } from "./strict.ts";
import type { World } from "./world.ts";

type Replied = Awaited<ReturnType<typeof through>>;
interface Shown {
  parts: PartPreview[];
  adaptations: Adaptation[];
  violations: Violation[];
  message_type: string;
  /** `none`: among members. */
  channel?: string;
}

/** Whatever is asked at a door, all of this is so. */
export const expectHeld = async (door: Door, world: World, call: Call): Promise<void> => {
  const shown = door.incoming || door.unshown ? undefined : await asked(door, world, call, true);
  if (shown) expect([shown.writes, shown.jobs], "a preview changes nothing").toEqual([0, []]);
  if (door.shows) await expectShown(shown!.answer, world);
  else await expectDone(door, world, call, shown?.answer);
};

const expectDone = async (door: Door, world: World, call: Call, shown?: Replied): Promise<void> => {
  const { answer, writes, jobs } = await asked(door, world, call, false);
  if (answer.status >= 400) {
    expect([writes, jobs], "what is refused is not kept").toEqual([0, []]);
    if (shown) expectSameRefusal(shown, answer);
    return;
  }
  expect(writes, "what is accepted is kept").toBeGreaterThan(0);
  if (door.unshown) {
    for (const job of jobs) await expectTaken(job, world);
    return;
  }
  const preview = shown?.body as unknown as Shown | undefined;
  if (preview === undefined || preview.message_type === "note" || preview.channel === "none") {
    expect(jobs, "what members tell each other, and what contacts say, meets no provider").toEqual([]);
    return;
  }
  expect([shown?.status, preview.violations], "the preview saw nothing against it").toEqual([200, []]);
  expect(jobs).toHaveLength(1);
  expectAsShown(preview, jobs[0]!);
  await expectTaken(jobs[0]!, world);
};

const asked = async (door: Door, world: World, call: Call, preview: boolean) => {
  const seen = await world.watching(() => through(door, world, call, preview));
  expect(seen.answer.status, seen.answer.text).toBeLessThan(500);
  return seen;
};

/** What the preview names is what a send is refused for. */
const expectSameRefusal = (shown: Replied, refused: Replied): void => {
  if (shown.status !== 200) {
    expect([shown.status, bare(shown.text)]).toEqual([refused.status, bare(refused.text)]);
    return;
  }
  const { violations } = shown.body as unknown as Shown;
  expect(violations.length, `refused for ${refused.text}, and the preview names no reason`).toBeGreaterThan(
    0,
  );
  for (const { message } of violations.slice(0, 1))
    expect(inAnyWords(refused.text)).toContain(inAnyWords(JSON.stringify(message).slice(1, -1)));
};

/** A preview names our fields, a refusal those of the product that asked. */
const inAnyWords = (said: string): string => said.replace(/\b(?:message_text|text|content|body)\b/g, "text");

const expectAsShown = ({ parts, adaptations }: Shown, job: Job): void => {
  expect(job.message.adaptations).toEqual(adaptations);
  const rules = channels[job.message.channel];
  const leaving = job.parts.map((part, index) => ({
    index,
    kind: part.kind,
    payload: part.payload,
    ...rules.describe?.(part),
  }));
  expect(bare(JSON.stringify(leaving))).toBe(bare(JSON.stringify(parts)));
};

const expectTaken = async (job: Job, { hoursLater }: World): Promise<void> => {
  for (const part of job.parts) {
    const said = await refusalOf(job.message.channel, part, wayOf(job, hoursLater));
    expect(said, `the sandbox's answer to ${JSON.stringify(part)}`).toBeUndefined();
  }
};

/** Without ids that are new each time. */
const bare = (text: string): string =>
  text.replace(/01[0-9a-hjkmnp-tv-z]{24}/g, "id").replace(/"request_?id":"[^"]*"/gi, "");

/** On every channel: with a reason against it, or with parts that its provider takes. */
const expectShown = async ({ status, body }: Replied, { hoursLater }: World): Promise<void> => {
  if (status !== 200) return;
  const { channels: shown, message_type } = body as unknown as Everywhere;
  expect(Object.keys(shown)).toEqual([...CHANNELS]);
  for (const channel of CHANNELS) {
    const { accepted, violations, parts, window } = shown[channel];
    expect(accepted, channel).toBe(violations.length === 0);
    if (!accepted || message_type === "note") continue;
    expect(parts.length, channel).toBeGreaterThan(0);
    const { account, contact } = DEMO[channel];
    const way = { account, contact, hoursAgo: window === null ? 0 : hoursLater };
    for (const part of parts) {
      const said = await refusalOf(channel, asPart(channel, part), way);
      expect(said, `the sandbox's answer to ${JSON.stringify(part)}`).toBeUndefined();
    }
  }
};

interface Everywhere {
  message_type: string;
  channels: Record<Channel, Shown & { accepted: boolean; window: unknown }>;
}
