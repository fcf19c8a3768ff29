import { type PlaygroundDeps, playgroundSender } from "../../../functions/playground/client.ts";
import type { Account } from "../../../shared/domain/account.ts";
import type { Conversation } from "../../../shared/domain/conversation.ts";
import { type FactName, freshState, type Outcome, statusOf } from "../../../shared/domain/delivery.ts";
import { createIds, idFrom } from "../../../shared/domain/ids.ts";
import type { Job } from "../../../shared/domain/message.ts";
import type { MessageView } from "../../../shared/messaging/message-ports.ts";

export const START = new Date("2026-03-01T09:00:00.000Z");
export const CONVERSATION = 9;

const account: Account = {
  id: "playground1",
  organization_id: 1,
  channel: "playground",
  provider: "outgoing",
  address: "Playground",
  provider_ids: {},
  human_agent: "none",
  ad_window_days: 1,
};

export const conversation: Conversation = {
  id: CONVERSATION,
  organization_id: 1,
  archived: false,
  created_at: START.toISOString(),
  kind: "external",
  channel: "playground",
  account,
  contact: { id: 79, address: "simulated" },
};

/** A conversation's messages as the store keeps them: newest first by id, the first of each fact, pages of `limit`. */
export class MemoryMessages {
  readonly views = new Map<string, MessageView>();

  async get({ message_id }: { conversation_id: number; message_id: string }) {
    return this.views.get(message_id);
  }

  async list(conversationId: number, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
    const all = [...this.views.values()]
      .filter(({ message }) => message.conversation_id === conversationId)
      .sort((a, b) => (a.message.id < b.message.id ? 1 : -1))
      .filter(({ message }) => cursor === undefined || message.id < cursor);
    const data = all.slice(0, limit);
    return { data, next: all.length > limit ? data.at(-1)?.message.id : undefined };
  }

  recordStatuses: PlaygroundDeps["recordStatuses"] = async (reports) => {
    for (const { message_id, part, fact, value } of reports) {
      const view = this.views.get(message_id);
      if (view?.kind === "outgoing") view.state.parts[part]!.facts[fact] ??= value;
    }
  };

  receiveIncoming: PlaygroundDeps["receiveIncoming"] = async (received) => {
    const { provider_message_id, text, at } = received;
    const id = idFrom(at, `${received.account.id}\n${provider_message_id}`);
    const message = {
      id,
      organization_id: 1,
      conversation_id: received.conversation.id,
      account_id: received.account.id,
      channel: "playground" as const,
      message_text: text,
      ...received.content,
      provider_message_id,
      created_at: at.toISOString(),
    };
    if (!this.views.has(id)) this.views.set(id, { kind: "incoming", message });
    return { id };
  };

  answers(): string[] {
    return [...this.views.values()].flatMap((view) =>
      view.kind === "incoming" ? [view.message.message_text ?? ""] : [],
    );
  }
}

const ids = createIds();

/** A playground conversation whose clock a test moves. */
export const createPlayground = () => {
  const clock = { now: START };
  const messages = new MemoryMessages();
  const deps = {
    now: () => clock.now,
    messages,
    conversations: {
      get: async (id: number): Promise<Conversation | undefined> =>
        id === CONVERSATION ? conversation : undefined,
    },
    recordStatuses: messages.recordStatuses,
    receiveIncoming: messages.receiveIncoming,
  };
  const sender = playgroundSender(deps);

  const accept = (text: string | null, more: { parts?: number; file?: string } = {}): Job => {
    const parts = more.parts ?? 1;
    const message: Job["message"] = {
      id: ids.time(clock.now),
      organization_id: 1,
      conversation_id: CONVERSATION,
      account_id: account.id,
      channel: "playground",
      message_type: more.file === undefined ? "text" : "image",
      message_text: text,
      files: more.file
        ? [{ id: "f", key: `1/f/${more.file}`, name: more.file, type: "image/png", size: 9 }]
        : [],
      media_urls: [],
      reply_to_message_id: null,
      author: { kind: "bot", member_id: null },
      parts,
      adaptations: [],
      created_at: clock.now.toISOString(),
    };
    messages.views.set(message.id, { kind: "outgoing", message, state: freshState(parts) });
    const payload = { type: "text", text: text ?? "" };
    return {
      message,
      account,
      contact: { id: 79 },
      parts: Array.from({ length: parts }, () => ({ kind: "text" as const, payload, slots: [] })),
    };
  };

  const call = async (job: Job, index = 0): Promise<Outcome> => {
    const prepared = await sender.prepare(job, job.parts[index]!, index);
    return (await prepared.connect()).run();
  };

  /** What the delivery worker does with a part: the call, its outcome on record, then what follows. */
  const deliver = async (job: Job, index = 0): Promise<Outcome> => {
    const outcome = await call(job, index);
    if (outcome.kind !== "sent") return outcome;
    const { provider_message_id } = outcome;
    const value = { at: clock.now.toISOString(), provider_message_id };
    const { conversation_id, id: message_id } = job.message;
    await messages.recordStatuses([{ conversation_id, message_id, part: index, fact: "sent", value }]);
    await sender.afterwards?.(job, job.parts[index]!, index);
    return outcome;
  };

  const stateOf = (job: Job) => {
    const view = messages.views.get(job.message.id);
    if (view?.kind !== "outgoing") throw new Error("not stored");
    return view.state;
  };

  return {
    clock,
    messages,
    deps,
    sender,
    accept,
    call,
    deliver,
    statusOf: (job: Job) => statusOf(stateOf(job)),
    factOf: (job: Job, name: FactName, part = 0) => stateOf(job).parts[part]?.facts[name],
  };
};
