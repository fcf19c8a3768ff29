import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channels } from "../../functions/channels.ts";
import { DEMO } from "../../infra/local/demo.ts";
import { Account } from "../../shared/domain/account.ts";
import { FILE_KINDS, type FileKind, type FileRef } from "../../shared/domain/attachment.ts";
import { CHANNELS } from "../../shared/domain/channel.ts";
import { handleOf, MAX_PARTS, partId } from "../../shared/domain/ids.ts";
import { Part } from "../../shared/domain/message.ts";
import type { Destination } from "../../shared/messaging/channel-ports.ts";
import { uncarried } from "../../shared/messaging/content-kinds.ts";
import { choice, contentOf, type Told } from "../support/content.ts";

const MESSAGE = "01m7yvhaz5fjj4x54ga9yqybj6";

const FILES: Record<FileKind, FileRef> = {
  image: { id: MESSAGE, key: `1/${MESSAGE}/a.jpg`, name: "a.jpg", type: "image/jpeg", size: 1_000 },
  audio: { id: MESSAGE, key: `1/${MESSAGE}/a.m4a`, name: "a.m4a", type: "audio/mp4", size: 1_000 },
  video: { id: MESSAGE, key: `1/${MESSAGE}/a.mp4`, name: "a.mp4", type: "video/mp4", size: 1_000 },
  file: { id: MESSAGE, key: `1/${MESSAGE}/a.pdf`, name: "a.pdf", type: "application/pdf", size: 1_000 },
};

const destination = (channel: (typeof CHANNELS)[number]): Destination => ({
  account: Account.parse({ organization_id: 1, channel, ...DEMO[channel].account }),
  contact: DEMO[channel].contact,
  handle: (part) => handleOf(101, partId(MESSAGE, part)),
  choice,
});

/** The kinds that a channel has no message for. */
const LACKS: Partial<Record<(typeof CHANNELS)[number], FileKind[]>> = { x: ["audio", "file"] };
const kindsOn = (channel: (typeof CHANNELS)[number]) =>
  FILE_KINDS.filter((kind) => !LACKS[channel]?.includes(kind));

/** So many words that the channel needs several parts, and not too many. */
const WORDS = (channel: (typeof CHANNELS)[number]): number => (channel === "x" ? 2_400 : 1_200);

/** Deeply frozen, so that a transform that writes into what it was given throws. */
const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
};

const textsIn = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

const at = (payload: unknown, path: (string | number)[]): unknown =>
  path.reduce<unknown>((node, step) => (node as Record<string, unknown>)?.[step], payload);

describe.each(CHANNELS)("%s", (channel) => {
  const rules = channels[channel];
  const to = destination(channel);
  const transform = (content: Told) => rules.transform(frozen(structuredClone(contentOf(content))), to);

  it("goes by its own name", () => {
    expect(rules.channel).toBe(channel);
  });

  it("carries a short text as one part, unchanged and unadapted", () => {
    const { parts, adaptations, violations } = transform({ type: "text", text: "Grüße 👩🏽‍💻", media: [] });
    expect(violations).toEqual([]);
    expect(adaptations).toEqual([]);
    expect(parts).toHaveLength(1);
    expect(textsIn(parts[0]?.payload)).toContain("Grüße 👩🏽‍💻");
  });

  it.each(kindsOn(channel))("carries a %s by its key, with a caption, and loses neither", (kind) => {
    const content: Told = { type: kind, text: "a caption", media: [{ file: FILES[kind] }] };
    const { parts, violations } = transform(content);
    expect(rules.checkFile(kind, FILES[kind], "/s3_key")).toEqual([]);
    expect(violations).toEqual([]);
    expect(parts[0]?.kind).toBe("media");
    expect(textsIn(parts[0]?.payload)).toContain(FILES[kind].key);
    expect(
      parts.flatMap(({ payload }) => textsIn(payload)).filter((text) => text === "a caption"),
    ).toHaveLength(1);
  });

  it.each(kindsOn(channel))("has a file's key in every place of a %s that delivery fills", (kind) => {
    const { parts } = transform({ type: kind, media: [{ file: FILES[kind] }] });
    for (const part of parts) {
      for (const slot of part.slots) expect(at(part.payload, slot.at)).toBe(slot.file.key);
    }
  });

  it.each(LACKS[channel] ?? [])("refuses a %s, naming the types it takes instead", (kind) => {
    const [violation] = rules.checkFile(kind, FILES[kind], "/s3_key");
    expect(violation).toMatchObject({ path: "/s3_key", code: "unsupported_media_type" });
    expect(violation?.message).toMatch(/Accepted: .*image\/jpeg/);
  });

  it("refuses a file above what its bucket takes, by name", () => {
    const huge = { ...FILES.video, size: 600 * 1024 * 1024 };
    expect(rules.checkFile("video", huge, "/s3_key")).toMatchObject([
      { path: "/s3_key", code: "file_too_large" },
    ]);
  });

  it("refuses a kind that is not the file's, naming what it takes", () => {
    const [violation] = rules.checkFile("image", FILES.file, "/s3_key");
    expect(violation).toMatchObject({ path: "/s3_key", code: "unsupported_media_type" });
    expect(violation?.message).toMatch(/image/i);
  });

  it("splits a long text into parts in order, reported, and loses no word", () => {
    const words = Array.from({ length: WORDS(channel) }, (_, index) => `word${index}`);
    const { parts, adaptations, violations } = transform({ type: "text", text: words.join(" "), media: [] });
    expect(violations).toEqual([]);
    expect(parts.length).toBeGreaterThan(1);
    expect(adaptations.map(({ code }) => code)).toContain("text_split");
    const sent = parts.flatMap(({ payload }) => textsIn(payload).filter((text) => text.includes("word")));
    expect(sent.join(" ").split(/\s+/)).toEqual(words);
  });

  it("refuses a text that would need more parts than are sent", () => {
    const { violations } = transform({ type: "text", text: "x".repeat(110_000), media: [] });
    expect(violations).toMatchObject([{ path: "/message_text", code: "too_many_parts" }]);
  });

  it.each([
    ["template", { type: "template", media: [], template: { name: "hello", language: { code: "en" } } }],
    ["foreign_url", { type: "image", media: [{ url: "https://example.com/a.jpg" }] }],
  ] as const)("carries a %s where its table says so, and refuses it elsewhere", (kind, told) => {
    const content = contentOf({ ...told, media: [...told.media] });
    const refusals = uncarried(rules.capabilities, content);
    const carriage = rules.capabilities[kind];
    expect(refusals.length > 0).toBe(typeof carriage === "object" && "refused" in carriage);
    if (refusals.length === 0) expect(rules.transform(content, to).violations).toEqual([]);
  });

  it("makes the same parts of the same content, all of them fit for the queue", () => {
    fc.assert(
      fc.property(
        fc.record({
          text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 3_000 }),
          kind: fc.constantFrom(undefined, ...kindsOn(channel)),
          reply: fc.boolean(),
        }),
        ({ text, kind, reply }) => {
          const content: Told = {
            type: kind ?? "text",
            text,
            media: kind ? [{ file: FILES[kind] }] : [],
            ...(reply && { replyTo: { provider_message_id: "m_1", message_id: MESSAGE } }),
          };
          const once = transform(content);
          expect(transform(content)).toEqual(once);
          if (once.violations.length > 0) return;
          expect(once.parts.length).toBeGreaterThan(0);
          expect(once.parts.length).toBeLessThanOrEqual(MAX_PARTS);
          for (const part of once.parts) expect(Part.parse(JSON.parse(JSON.stringify(part)))).toEqual(part);
        },
      ),
      { numRuns: 60 },
    );
  });
});
