import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { channels } from "../../functions/channels.ts";
import { DEMO, DEMO_KEY, DEMO_ORGANIZATION } from "../../infra/local/demo.ts";
import { MEDIA_KINDS, type MediaKind } from "../../shared/domain/attachment.ts";
import { CHANNELS, type Channel } from "../../shared/domain/channel.ts";
import { createIds } from "../../shared/domain/ids.ts";
import { acceptDeps } from "../../shared/lambda/compose.ts";
import { acceptOutgoing } from "../../shared/messaging/accept-outgoing.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import { type Carriage, CONTENT_KINDS } from "../../shared/messaging/content-kinds.ts";
import type { Preview } from "../../shared/messaging/preview-of.ts";
import { fileStore } from "../../shared/store/files.ts";
import { oneBackend } from "../integration/http/fixture.ts";
import { FILES_OF, sampleOf } from "../support/kind-samples.ts";

const backend = oneBackend();
const ids = createIds();

/** An uploaded file of this kind: the first that the channel takes, or, if it takes none, the commonest. */
const fileFor = async (channel: Channel, kind: MediaKind): Promise<string> => {
  const known = FILES_OF[kind];
  const taken = known.find((one) => channels[channel].checkFile(kind, one, "").length === 0) ?? known[0]!;
  const id = ids.time(backend().clock.now);
  await fileStore(backend().items).add({
    ...taken,
    id,
    organization_id: DEMO_ORGANIZATION,
    conversation_id: DEMO[channel].conversation,
    key: `${DEMO_ORGANIZATION}/${id}/${taken.name}`,
    state: "checked",
    created_at: backend().clock.now.toISOString(),
  });
  return id;
};

const preview = async (channel: Channel, kind: (typeof CONTENT_KINDS)[number], strict = false) => {
  const files = new Map<MediaKind, string>();
  for (const one of MEDIA_KINDS) files.set(one, await fileFor(channel, one));
  const sample = sampleOf(kind, (one) => files.get(one)!);
  const accept = acceptOutgoing(acceptDeps(backend().parts(channel)), channels[channel]);
  const body = { conversation_id: DEMO[channel].conversation, ...sample.body, ...(strict && { strict }) };
  const answer = await accept({
    proof: { key_hash: hashKey(DEMO_KEY) },
    body,
    endpoint: "/contract",
    preview: true,
  });
  if (!("preview" in answer)) throw new Error("A preview stores nothing");
  const table = channels[channel].capabilities;
  const carriages = [kind, ...(sample.with ?? [])].map((one) => table[one]);
  return { shown: answer.preview, carriages };
};

const refusals = (carriages: Carriage[]): string[] =>
  carriages.flatMap((one) => (typeof one === "object" && "refused" in one ? [one.refused] : []));

/** What the tables say of a content, against what became of it. */
const check = ({ parts, adaptations, violations }: Preview, carriages: Carriage[]): void => {
  const refused = refusals(carriages);
  if (refused.length > 0) {
    expect(parts).toEqual([]);
    expect(violations.map(({ message }) => message)).toEqual(expect.arrayContaining(refused));
    return;
  }
  expect(violations).toEqual([]);
  expect(parts.length).toBeGreaterThan(0);
  if (carriages.every((one) => one === "as_is")) expect(adaptations).toEqual([]);
  else expect(adaptations.length).toBeGreaterThan(0);
};

const wordFor = (carriage: Carriage): string =>
  carriage === "as_is"
    ? "as it is"
    : "adapted" in carriage
      ? `adapted: ${carriage.adapted}`
      : "refused, with its reason";

describe.each(CHANNELS)("%s", (channel) => {
  const table = channels[channel].capabilities;
  const kinds = CONTENT_KINDS.map((kind) => [kind, wordFor(table[kind])] as const);

  it.each(kinds)("carries %s %s", async (kind) => {
    const { shown, carriages } = await preview(channel, kind);
    check(shown, carriages);
  });

  const adapted = CONTENT_KINDS.filter((kind) => typeof table[kind] === "object" && "adapted" in table[kind]);
  if (adapted.length > 0) {
    it.each(adapted)("refuses under strict to adapt %s, at the place of each change", async (kind) => {
      const { shown, carriages } = await preview(channel, kind, true);
      if (refusals(carriages).length > 0) return;
      const refused = shown.violations.flatMap(({ code, path }) =>
        code === "adaptation_refused" ? [path] : [],
      );
      expect(shown.adaptations.length).toBeGreaterThan(0);
      expect(refused).toEqual([...new Set(shown.adaptations.map(({ path }) => path))]);
    });
  }

  it("has a line in its README for each kind, by the kind's name", () => {
    const readme = readFileSync(new URL(`../../functions/${channel}/README.md`, import.meta.url), "utf8");
    const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
    const missing = CONTENT_KINDS.filter((kind) => !rows.some((row) => namesIn(row).includes(kind)));
    expect(missing.map((kind) => `| \`${kind}\` | ${wordFor(table[kind])} |`)).toEqual([]);
  });
});

/** The names in a table row's first cell. */
const namesIn = (row: string): string[] =>
  [...row.split("|")[1]!.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!);
