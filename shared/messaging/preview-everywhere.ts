import type { Account } from "../domain/account.ts";
import { CHANNELS, type Channel } from "../domain/channel.ts";
import type { Contact, ExternalConversation } from "../domain/conversation.ts";
import { notFound, type Violation, violation } from "../domain/errors.ts";
import type { Ids } from "../domain/ids.ts";
import type { Adaptation } from "../domain/message.ts";
import { openedBy, type Window, windowOf } from "../domain/window.ts";
import { callerOf, type Proof } from "./caller.ts";
import type { ChannelRules } from "./channel-ports.ts";
import { withTemplateChecked } from "./check-template.ts";
import type { Directory } from "./directory-ports.ts";
import { judge } from "./judge.ts";
import type { Reader } from "./message-ports.ts";
import { taggingOf } from "./message-tag.ts";
import type { OwnBucket } from "./named-files.ts";
import { namedMembers } from "./named-members.ts";
import { parseNeutral } from "./outgoing-body.ts";
import { type PartPreview, partsShown } from "./part-preview.ts";
import type { Now } from "./ports.ts";
import { strangersFirst } from "./strangers-first.ts";
import type { TemplateCheck } from "./template-ports.ts";
import { transformFor } from "./transform-for.ts";
import { type Asked, readingFor, understand, wantedBy } from "./understand.ts";

export interface PreviewDeps {
  reader: Reader;
  directory: Pick<Directory, "accounts">;
  own: OwnBucket;
  ids: Ids;
  now: Now;
}

/** What would become of the message on one channel. */
export interface ChannelPreview {
  /** Nothing speaks against it now. */
  accepted: boolean;
  /** The account whose words the payloads have; null: the organization has none on this channel. */
  account_id: string | null;
  parts: PartPreview[];
  adaptations: Adaptation[];
  violations: Violation[];
  /** A template's: whether it is known to be what the provider approved. */
  template_check?: TemplateCheck;
  /** The conversation's own; null where no conversation was named: the window is then taken to be open. */
  window: Window | null;
  /** Whether it would pass a day after the contact wrote, and why not. */
  after_window: { accepted: boolean; violations: Violation[] };
}

export interface EveryPreview {
  preview: true;
  conversation_id: number | null;
  message_type: string;
  channels: Record<Channel, ChannelPreview>;
}

/** Whoever it is shown for, where no conversation says. */
const SAMPLE: Contact = { id: 1, address: "+12025550100" };
const DAY = 24 * 3_600_000;

/**
 * What one body would become on every channel: exact payloads, adaptations, and all that speaks against it. Nothing
 * is stored or sent. `conversation_id` may be left out; given, its own channel is shown with its contact and window.
 */
export const previewEverywhere =
  (deps: PreviewDeps, rules: Record<Channel, ChannelRules>) =>
  async (proof: Proof, body: unknown): Promise<EveryPreview> => {
    const wanted = await strangersFirst(deps.reader, proof, () => wantedBy(parseNeutral(body), deps.own));
    const reading = await deps.reader.readForAccept(readingFor(wanted, proof));
    const caller = callerOf(proof, reading.holder);
    const { conversation } = reading;
    const isNamed = wanted.request.conversation_id !== 0;
    if (isNamed && conversation?.organization_id !== caller.organization_id) throw notFound("conversation");
    const own = conversation?.kind === "external" ? conversation : undefined;
    const named = await namedMembers(deps.reader, caller, wanted.request);
    const understood = understand(wanted, reading, named.caller);
    const asked = { ...understood, violations: [...named.violations, ...understood.violations] };
    const { data: accounts } = await deps.directory.accounts(caller.organization_id, { limit: 100 });
    const previews = CHANNELS.map((channel) => {
      const there = own?.channel === channel ? own : undefined;
      const account = there?.account ?? accounts.find((one) => one.channel === channel);
      return [channel, previewOn(deps, rules[channel], asked, account, there)] as const;
    });
    return {
      preview: true,
      conversation_id: isNamed ? wanted.request.conversation_id : null,
      message_type: asked.type,
      channels: Object.fromEntries(previews) as EveryPreview["channels"],
    };
  };

const previewOn = (
  deps: PreviewDeps,
  rules: ChannelRules,
  asked: Asked,
  account: Account | undefined,
  there: ExternalConversation | undefined,
): ChannelPreview => {
  const now = deps.now();
  const place = there ?? sampleOn(rules.channel, asked.caller.organization_id, account);
  const window = windowOf(rules.channel, there ? there.opened : openedBy(now), now);
  const late = windowOf(rules.channel, openedBy(new Date(now.getTime() - DAY)), now);
  const judged = judgedIn(deps, rules, asked, place, window);
  const after = judgedIn(deps, rules, asked, place, late);
  const violations = [...(account ? [] : [noAccount(rules.channel)]), ...judged.violations];
  return {
    accepted: violations.length === 0,
    account_id: account?.id ?? null,
    parts: partsShown(rules, judged.parts),
    adaptations: judged.adaptations,
    violations,
    ...(judged.template_check && { template_check: judged.template_check }),
    window: there ? window : null,
    after_window: { accepted: after.violations.length === 0, violations: after.violations },
  };
};

type Place = Pick<ExternalConversation, "id" | "channel" | "account" | "contact">;

const judgedIn = (deps: PreviewDeps, rules: ChannelRules, asked: Asked, place: Place, window: Window) => {
  const { request, caller, content, type } = asked;
  const { account } = place;
  const { message_tag } = request;
  const tagging = taggingOf(
    { channel: rules.channel, account, author: caller.author, window, type, asked: message_tag },
    deps.now(),
  );
  const tagged = { ...content, ...(tagging.tag && { tag: tagging.tag }) };
  const made =
    asked.type === "note"
      ? { parts: [], adaptations: [], violations: [] }
      : transformFor(rules, place, tagged, deps.ids.time(deps.now()));
  const transformed = withTemplateChecked(rules, asked, account, deps.now(), made);
  const adaptations = [...tagging.adaptations, ...transformed.adaptations];
  const violations = judge(rules, asked, window, { ...transformed, adaptations }, tagging, deps.now());
  const { parts, template_check } = transformed;
  return { parts, adaptations, violations, template_check };
};

const sampleOn = (channel: Channel, organization_id: number, account: Account | undefined): Place => ({
  id: 1,
  channel,
  contact: SAMPLE,
  account: account ?? {
    id: "sample",
    organization_id,
    channel,
    provider: "sample",
    address: "+12025550199",
    provider_ids: {},
    human_agent: "none",
    ad_window_days: 1,
  },
});

const noAccount = (channel: Channel): Violation =>
  violation("", "no_account", `The organization has no account on ${channel}.`);
