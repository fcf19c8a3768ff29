import { DEMO } from "../../infra/local/demo.ts";
import { CHANNELS, type Channel } from "../../shared/domain/channel.ts";
import { Job } from "../../shared/domain/message.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { receiveFrom } from "../../shared/messaging/receive-incoming.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";
import { INBOX, visit } from "../integration/http/chatwoot.ts";
import { addOtherOrganization } from "../integration/http/other-organization.ts";
import { startEmbedded } from "../support/embedded.ts";
import { FILES, FOREIGN } from "./files.ts";

/** Conversations among members: nothing in them leaves. */
export const TEAM = 301;
export const NOTES = 302;

/** Messages of the demo's contacts, by their providers' ids. */
export const THEIRS: Record<Channel, string> = {
  whatsapp: "wamid.HBgLMTIwMjU1NTAxMDEVAgASGBI0NjRCQTBEMzM3OUJDNzQ2NDQA",
  instagram: "aWdfZAG1faXRlbToxOk",
  messenger: "m_VGhlaXIgbWVzc2FnZQ",
  webchat: "theirs.webchat",
  sms: "SM00000000000000000000000000000001",
  playground: "theirs.playground",
  x: "1900000000000000001",
};

/** A backend that counts what is written, and keeps what was promised, with everything that a body may name. */
export const startWorld = async (hoursLater: number) => {
  const embedded = await startEmbedded();
  await addOtherOrganization(embedded);
  await addThreads(embedded.items, embedded.clock.now);
  const { place } = await visit(embedded);
  embedded.clock.add(hoursLater * 3_600_000);
  let writes = 0;
  const jobs: Job[] = [];
  const items: Items = {
    ...embedded.items,
    write: (change) => {
      writes += 1;
      return embedded.items.write(change);
    },
    writeAll: (changes) => {
      writes += 1;
      return embedded.items.writeAll(changes);
    },
  };
  // A job is what it is after its way through the queue.
  const queue = { enqueue: async (job: Job) => void jobs.push(Job.parse(JSON.parse(JSON.stringify(job)))) };
  return {
    embedded,
    hoursLater,
    /** The path of a visitor's own conversation. */
    visitor: {
      inbox_identifier: INBOX,
      contact_identifier: place.contact,
      conversation_id: String(place.conversation),
    },
    parts: { ...embedded.parts(), items, queue, queueOf: () => queue },
    /** Runs `act`, and tells how often it wrote and what it promised. */
    async watching<T>(act: () => Promise<T>) {
      writes = 0;
      jobs.length = 0;
      const answer = await act();
      return { answer, writes, jobs: [...jobs] };
    },
    stop: () => embedded.stop(),
  };
};

export type World = Awaited<ReturnType<typeof startWorld>>;

const addThreads = async (items: Items, now: Date): Promise<void> => {
  const conversations = conversationStore(items);
  const shared = { organization_id: 1, archived: false, created_at: now.toISOString() };
  await conversations.add({ ...shared, id: TEAM, kind: "team" });
  await conversations.add({ ...shared, id: NOTES, kind: "note" });
  for (const file of [...FILES.map(({ file }) => file), FOREIGN]) await fileStore(items).add(file);
  const receive = receiveFrom(receiveDeps(items, () => now));
  for (const channel of CHANNELS) {
    const conversation = await conversations.get(DEMO[channel].conversation);
    if (conversation?.kind !== "external") throw new Error(`The demo has no conversation on ${channel}.`);
    const provider_message_id = THEIRS[channel];
    await receive({ conversation, account: conversation.account, provider_message_id, text: "Hi", at: now });
  }
};
