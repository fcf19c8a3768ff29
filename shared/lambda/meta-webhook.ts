import type { Account } from "../domain/account.ts";
import type { Channel } from "../domain/channel.ts";
import { Refusal } from "../domain/errors.ts";
import type { Act, Choice } from "../messaging/contact-acts.ts";
import type { Directory } from "../messaging/directory-ports.ts";
import type { Echo } from "../messaging/note-echoes.ts";
import type { Secrets } from "../messaging/ports.ts";
import type { Received } from "../messaging/receive-incoming.ts";
import type { StatusReport } from "../messaging/record-statuses.ts";
import type { Receipt } from "../messaging/report-ports.ts";
import type { Settings } from "../messaging/settings.ts";
import { isSame } from "../providers/is-same.ts";
import { isSignedByMeta } from "../providers/meta-graph/signature.ts";
import { type HttpHandler, type HttpReply, httpHandler } from "./http-handler.ts";
import { log } from "./log.ts";
import type { HttpRequest } from "./request.ts";
import { reportUnknown } from "./unknown-kinds.ts";

/** What one webhook body says, account by account. */
export interface Reading {
  heard: {
    providerAccountId: string;
    messages: Omit<Received, "account">[];
    acts: Omit<Act, "account">[];
    choices: Omit<Choice, "account">[];
  }[];
  reported: { providerAccountId: string; reports: StatusReport[]; echoes?: Echo[] }[];
  /** What names our messages by the provider's ids or by a watermark, on channels that report so. */
  receipts?: { providerAccountId: string; receipts: Receipt[] }[];
  /** The kinds of things that are not known here, each as often as it came. */
  unknown: string[];
}

export interface MetaWebhookDeps {
  channel: Channel;
  read(body: unknown): Reading;
  directory: Pick<Directory, "accountBy">;
  secrets: Secrets;
  settings: Pick<Settings, "secretNames">;
  receive(received: Received): Promise<unknown>;
  act(act: Act): Promise<void>;
  choose(choice: Choice): Promise<void>;
  record(reports: StatusReport[], account: Account): Promise<StatusReport[]>;
  noteEchoes(echoes: Echo[], account: Account): Promise<void>;
  /** Answers how many of the ids named no message yet. */
  applyReceipts(receipts: Receipt[], account: Account): Promise<number>;
}

/**
 * A Graph webhook: its challenge, then every entry and every change of each signed body, all written before the
 * answer. One that fails answers 500, and Meta sends the whole body again; all writes may be repeated.
 */
export const metaWebhook = (deps: MetaWebhookDeps): HttpHandler =>
  httpHandler(async (request) => {
    if (request.method === "GET") return challenge(deps, request);
    const secrets = await deps.secrets.get(deps.settings.secretNames.metaApp);
    const raw = request.raw();
    if (!isSignedByMeta(raw, request.header("x-hub-signature-256"), secrets))
      throw new Refusal(401, "Invalid signature");
    const { heard, reported, receipts = [], unknown } = deps.read(json(raw));
    for (const { providerAccountId, messages, acts, choices } of heard) {
      await withAccount(deps, providerAccountId, async (account) => {
        // An ad that was clicked is remembered before the message that follows it is kept.
        for (const act of acts) await deps.act({ account, ...act });
        for (const message of messages) await deps.receive({ account, ...message });
        for (const choice of choices) await deps.choose({ account, ...choice });
      });
    }
    for (const { providerAccountId, reports, echoes = [] } of reported) {
      await withAccount(deps, providerAccountId, async (account) => {
        const unmatched = await deps.record(reports, account);
        if (unmatched.length > 0) log.info({ unmatched: unmatched.length }, "statuses matched no message");
        await deps.noteEchoes(echoes, account);
      });
    }
    for (const one of receipts) {
      await withAccount(deps, one.providerAccountId, async (account) => {
        const unmatched = await deps.applyReceipts(one.receipts, account);
        if (unmatched > 0) log.info({ unmatched }, "receipts are kept for messages that are not known yet");
      });
    }
    reportUnknown(deps.channel, unknown);
    return { status: 200, body: { received: true } };
  });

const challenge = async (deps: MetaWebhookDeps, request: HttpRequest): Promise<HttpReply> => {
  const { "hub.mode": mode, "hub.verify_token": token = "", "hub.challenge": text = "" } = request.query;
  const accepted = await deps.secrets.get(deps.settings.secretNames.metaVerify);
  if (mode !== "subscribe" || !accepted.some((secret) => isSame(secret, token))) {
    throw new Refusal(403, "Wrong verify token");
  }
  return { status: 200, body: text, headers: { "content-type": "text/plain; charset=utf-8" } };
};

/** An account nobody has here is somebody else's: its events are counted and let go. */
const withAccount = async (
  { directory, channel }: MetaWebhookDeps,
  providerAccountId: string,
  run: (account: Account) => Promise<void>,
): Promise<void> => {
  const account = await directory.accountBy(channel, providerAccountId);
  if (account) await run(account);
  else log.warn({ channel }, "a webhook named an account that is not known here");
};

const json = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    throw new Refusal(400, "The body is not valid JSON.");
  }
};
