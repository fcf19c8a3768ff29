import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { metaJson, signMeta } from "../../../infra/local/sandbox/sign.ts";
import { statusOf, statusOfPart } from "../../../shared/domain/delivery.ts";
import { handleOf, partId } from "../../../shared/domain/ids.ts";
import type { Job, OutgoingMessage } from "../../../shared/domain/message.ts";
import { afterSent } from "../../../shared/messaging/note-sent.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { reportStore } from "../../../shared/store/reports.ts";
import { call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { post } from "./channels.ts";
import { CREATE, type Meta } from "./meta.ts";

const OURS = {
  messenger: DEMO.messenger.account.provider_ids.page_id!,
  instagram: DEMO.instagram.account.provider_ids.instagram_id!,
};
const OBJECT = { messenger: "page", instagram: "instagram" };
export type Paged = keyof typeof OURS;

/** Hands a channel's webhook one signed body, as Meta does. */
export const hand = async (embedded: Embedded, channel: Meta, value: unknown): Promise<void> => {
  const body = metaJson(value);
  const headers = { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) };
  const handler = CREATE[channel](embedded.parts(channel));
  const { status } = await call(handler, `POST /webhooks/${channel}`, { key: null, body, headers });
  if (status !== 200) throw new Error(`The webhook of ${channel} answered ${status}`);
};

/** Something the demo contact (or `from`) did with our messages, told to the account (or `to`). */
export const report = (
  embedded: Embedded,
  channel: Paged,
  what: object,
  { from = DEMO[channel].contact.address!, to = OURS[channel], at = embedded.clock.now.getTime() } = {},
) => {
  const event = { sender: { id: from }, recipient: { id: to }, timestamp: at, ...what };
  return hand(embedded, channel, {
    object: OBJECT[channel],
    entry: [{ id: to, time: at, messaging: [event] }],
  });
};

/** Meta's echo of our own message. */
export const echo = (embedded: Embedded, channel: Paged, mid: string, at: number, metadata?: string) =>
  report(
    embedded,
    channel,
    { message: { mid, is_echo: true, app_id: 1, text: "x", ...(metadata && { metadata }) } },
    { from: OURS[channel], to: OURS[channel], at },
  );

/** A message that the API has accepted and whose worker has begun its part. */
export const begun = async (embedded: Embedded, channel: Meta): Promise<Job> => {
  const { status, body } = await post(embedded, channel, { message_text: "Hello" });
  if (status !== 201) throw new Error(`Not accepted: ${status}`);
  const job = embedded.jobs().find(({ job: { message } }) => message.id === body.id)!.job;
  await messageStore(embedded.items).begin(job.message, 0, 1, embedded.clock.now);
  return job;
};

/** What the worker does with a good answer: the outcome first, then what follows it. */
export const noteSent = async (embedded: Embedded, job: Job, mid: string): Promise<void> => {
  await storeSent(embedded, job.message, mid);
  const messages = messageStore(embedded.items);
  const reports = reportStore(embedded.items, () => embedded.clock.now);
  await afterSent({ messages, reports })(job, job.parts[0], 0);
};

export const storeSent = async (embedded: Embedded, message: OutgoingMessage, mid: string): Promise<void> => {
  const { conversation_id, id: message_id, organization_id, account_id: id, channel } = message;
  const value = { at: embedded.clock.now.toISOString(), provider_message_id: mid };
  await messageStore(embedded.items).record(
    { conversation_id, message_id },
    [{ part: 0, fact: "sent", value }],
    { organization_id, id, channel },
  );
};

/** A message sent now, under Meta's id. */
export const sent = async (embedded: Embedded, channel: Meta, mid: string): Promise<Job> => {
  const job = await begun(embedded, channel);
  await noteSent(embedded, job, mid);
  return job;
};

export const stateOf = async (embedded: Embedded, { message }: Job) => {
  const ref = { conversation_id: message.conversation_id, message_id: message.id };
  const view = await messageStore(embedded.items).get(ref);
  if (view?.kind !== "outgoing") throw new Error("The message is not stored");
  return view.state;
};

export const shown = async (embedded: Embedded, job: Job) => statusOf(await stateOf(embedded, job));
export const shownPart = async (embedded: Embedded, job: Job) =>
  statusOfPart((await stateOf(embedded, job)).parts[0]!);

/** What a page's contacts and Meta tell of messages, and what those then are, on the backend of each test. */
export const pageActs = (backend: () => Embedded) => ({
  now: () => backend().clock.now.getTime(),
  read: (watermark: number, more = {}) => report(backend(), "messenger", { read: { watermark } }, more),
  delivered: (mids: string[], watermark: number, more = {}) =>
    report(backend(), "messenger", { delivery: { mids, watermark } }, more),
  seen: (mid: string, more = {}) => report(backend(), "instagram", { read: { mid } }, more),
  async statuses(...jobs: Job[]) {
    const found = [];
    for (const job of jobs) found.push(await shown(backend(), job));
    return found;
  },
});

export const handleFor = ({ message }: Job): string =>
  handleOf(message.conversation_id, partId(message.id, 0));
