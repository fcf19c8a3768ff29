import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instagram } from "../../functions/instagram/channel.ts";
import { messenger } from "../../functions/messenger/channel.ts";
import { Account } from "../../shared/domain/account.ts";
import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import { MAX_PARTS } from "../../shared/domain/ids.ts";
import type { Content, Part } from "../../shared/domain/message.ts";
import type { ChannelRules, Transformed } from "../../shared/messaging/channel-ports.ts";
import { CONTENT_KINDS } from "../../shared/messaging/content-kinds.ts";
import { transformFor } from "../../shared/messaging/transform-for.ts";
import {
  IG_OF_PAGE,
  INSTAGRAM,
  INSTAGRAM_PAGE,
  jpeg,
  mp4,
  PAGE,
  pdf,
  useSandbox,
  useServer,
} from "../infra/sandbox/helper.ts";
import { menus, SMALLEST, together } from "./page-content.ts";

/** What Meta fetches, by the end of its address: the file's own name. */
const HOSTED: Record<string, [string, Buffer]> = {
  jpg: ["image/jpeg", jpeg()],
  m4a: ["audio/mp4", mp4()],
  mp4: ["video/mp4", mp4()],
  pdf: ["application/pdf", pdf()],
};
const host = useServer(({ url }) => {
  const [type, body] = HOSTED[url.split(".").at(-1) ?? ""] ?? [];
  return type && body ? { status: 200, headers: { "content-type": type }, body } : { status: 404 };
});
const { graph } = useSandbox({ callbacks: false });

const conversationOn = (channel: "messenger" | "instagram", provider_ids: Record<string, string>) => {
  const base = { organization_id: 1, kind: "external" as const, channel, archived: false, created_at: "" };
  const account = Account.parse({
    id: "a1",
    organization_id: 1,
    channel,
    provider: "meta",
    address: "Shop",
    provider_ids,
  });
  return { ...base, id: 42, account, contact: { id: 7, address: "7301" } } satisfies ExternalConversation;
};

const CHANNELS = [
  ["Messenger", messenger, conversationOn("messenger", { page_id: PAGE }), PAGE],
  [
    "Instagram by Instagram Login",
    instagram,
    conversationOn("instagram", { instagram_id: INSTAGRAM }),
    INSTAGRAM,
  ],
  [
    "Instagram over a Page",
    instagram,
    conversationOn("instagram", { page_id: INSTAGRAM_PAGE, instagram_id: IG_OF_PAGE }),
    INSTAGRAM_PAGE,
  ],
] as const;

const at = (owner: unknown, path: (string | number)[]) =>
  path.reduce((node, step) => (node as Record<string, unknown>)[step], owner) as Record<string, unknown>;

/** The body as delivery sends it: a link where a file's key stands. Somebody else's address leads to our host too. */
const filled = ({ payload, slots }: Part): Record<string, unknown> => {
  const body = JSON.parse(
    JSON.stringify(payload).replaceAll("https://example.com/a.jpg", `${host.origin()}/a.jpg`),
  );
  for (const { at: path, file } of slots) {
    const owner = at(body, path.slice(0, -1));
    const last = path.at(-1)!;
    expect(owner[last]).toBe(file.key);
    owner[last] = `${host.origin()}/${file.name}`;
  }
  return body;
};

/** Every part of it, taken by the strict sandbox as the provider would. */
const taken = async (account: string, { parts }: Transformed): Promise<unknown[]> => {
  const refusals = [];
  for (const part of parts) {
    const body = filled(part);
    const answer = await graph(account, body);
    if (answer.status !== 200) refusals.push({ body, answer: answer.body });
  }
  return refusals;
};

describe.each(CHANNELS)("%s", (_, rules, conversation, account) => {
  const transform = (content: Content) =>
    transformFor(rules as ChannelRules, conversation, content, "01m7yvhaz5fjj4x54ga9yqybj6");

  it.each(CONTENT_KINDS)("does with a %s what its table says, and Meta takes it", async (kind) => {
    const carriage = rules.capabilities[kind];
    const done = transform(SMALLEST[kind]);
    const refused = typeof carriage === "object" && "refused" in carriage;
    expect([done.violations.length > 0, done.parts.length > 0]).toEqual([refused, !refused]);
    // A text beside its files or cards is moved, which is no matter of theirs.
    const adapted = done.adaptations.filter(({ code }) => code !== "caption_moved");
    expect(adapted.length > 0).toBe(typeof carriage === "object" && "adapted" in carriage);
    expect(await taken(account, done)).toEqual([]);
  });

  it.each([
    ["a message", together],
    ["a menu", menus],
  ])("makes of %s, whatever is in it, parts that Meta takes, or says why not", async (_what, contents) => {
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const done = transform(content);
        if (done.violations.length > 0) {
          expect(done.violations.every(({ path }) => path.startsWith("/"))).toBe(true);
          return;
        }
        expect(done.parts.length).toBeGreaterThan(0);
        expect(done.parts.length).toBeLessThanOrEqual(MAX_PARTS);
        expect(await taken(account, done)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
