import type { Account } from "../domain/account.ts";
import type { Channel } from "../domain/channel.ts";
import { Refusal } from "../domain/errors.ts";
import type { Act, Choice } from "../messaging/contact-acts.ts";
import type { Directory } from "../messaging/directory-ports.ts";
import type { Echo } from "../messaging/note-echoes.ts";
import type { Received } from "../messaging/receive-incoming.ts";
import type { StatusReport } from "../messaging/record-statuses.ts";
import type { Receipt } from "../messaging/report-ports.ts";
import { log } from "./log.ts";
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

export interface ReadingDeps {
  directory: Pick<Directory, "accountBy">;
  receive(received: Received): Promise<unknown>;
  act(act: Act): Promise<void>;
  choose(choice: Choice): Promise<void>;
  record(reports: StatusReport[], account: Account): Promise<StatusReport[]>;
  noteEchoes(echoes: Echo[], account: Account): Promise<void>;
  /** Answers how many of the ids named no message yet. */
  applyReceipts(receipts: Receipt[], account: Account): Promise<number>;
}

/** Writes all that a webhook body says; throws when something could not be written. All of it may be repeated. */
export const applyReading = async (
  deps: ReadingDeps,
  channel: Channel,
  { heard, reported, receipts = [], unknown }: Reading,
): Promise<void> => {
  const withAccount = accountsOn(deps, channel);
  for (const { providerAccountId, messages, acts, choices } of heard) {
    await withAccount(providerAccountId, async (account) => {
      // An ad that was clicked is remembered before the message that follows it is kept.
      for (const act of acts) await deps.act({ account, ...act });
      for (const message of messages) await deps.receive({ account, ...message });
      for (const choice of choices) await deps.choose({ account, ...choice });
    });
  }
  for (const { providerAccountId, reports, echoes = [] } of reported) {
    await withAccount(providerAccountId, async (account) => {
      const unmatched = await deps.record(reports, account);
      if (unmatched.length > 0) log.info({ unmatched: unmatched.length }, "statuses matched no message");
      await deps.noteEchoes(echoes, account);
    });
  }
  for (const one of receipts) {
    await withAccount(one.providerAccountId, async (account) => {
      const unmatched = await deps.applyReceipts(one.receipts, account);
      if (unmatched > 0) log.info({ unmatched }, "receipts are kept for messages that are not known yet");
    });
  }
  reportUnknown(channel, unknown);
};

/** An account nobody has here is somebody else's: its events are counted and let go. */
const accountsOn =
  ({ directory }: ReadingDeps, channel: Channel) =>
  async (providerAccountId: string, run: (account: Account) => Promise<void>): Promise<void> => {
    const account = await directory.accountBy(channel, providerAccountId);
    if (account) await run(account);
    else log.warn({ channel }, "a webhook named an account that is not known here");
  };

/** A webhook's body, once its signature was checked. */
export const signedJson = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    throw new Refusal(400, "The body is not valid JSON.");
  }
};
