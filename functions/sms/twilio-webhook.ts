import type { Account, AccountKey } from "../../shared/domain/account.ts";
import { Refusal } from "../../shared/domain/errors.ts";
import { readHandle } from "../../shared/domain/ids.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { HttpRequest } from "../../shared/lambda/request.ts";
import { reportUnknown } from "../../shared/lambda/unknown-kinds.ts";
import type { Choice } from "../../shared/messaging/contact-acts.ts";
import type { Directory } from "../../shared/messaging/directory-ports.ts";
import type { Log, Now, Secrets } from "../../shared/messaging/ports.ts";
import type { Received } from "../../shared/messaging/receive-incoming.ts";
import type { StatusReport } from "../../shared/messaging/record-statuses.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { hashedBody, readFields, type TwilioBody } from "../../shared/providers/twilio/fields.ts";
import { type FormParams, fieldOf } from "../../shared/providers/twilio/form.ts";
import { isSignedByTwilio } from "../../shared/providers/twilio/signature.ts";
import { urlAsCalled } from "../../shared/providers/twilio/url-spellings.ts";
import { choiceOf } from "./opt-out.ts";
import { incomingOf, type SmsIncoming, statusOf } from "./statuses.ts";

export interface TwilioWebhookDeps {
  directory: Pick<Directory, "accountBy">;
  secrets: Secrets;
  settings: Pick<Settings, "publicUrl" | "secretNames">;
  now: Now;
  /** Twilio tells no time: the moment of its first call about a message is the message's own. */
  firstHeard(account: AccountKey, providerMessageId: string): Promise<Date>;
  receive(received: Received): Promise<unknown>;
  choose(choice: Choice): Promise<void>;
  /** Answers the reports that matched no message of the account. */
  record(reports: StatusReport[], account: Account): Promise<StatusReport[]>;
  log: Pick<Log, "info" | "warn">;
}

/** Twilio reads 204 as "nothing to answer"; anything of ours in the body would be taken for TwiML. */
const DONE: HttpReply = { status: 204 };

export const twilioWebhook =
  (deps: TwilioWebhookDeps) =>
  async (request: HttpRequest): Promise<HttpReply> => {
    const params = readFields(bodyOf(request));
    const [account, ...others] = await signersOf(deps, request, params);
    const incoming = incomingOf(params);
    const report = reportOf(deps, request, params);
    if (!account) {
      const said = { incoming: incoming ? 1 : 0, statuses: report ? 1 : 0 };
      deps.log.warn({ channel: "sms", ...said }, "a webhook named an account that is not known here");
      return DONE;
    }
    if (incoming) await receive(deps, account, incoming, params);
    if (report) await prove(deps, [account, ...others], report);
    if (!incoming && !report && statusOf(params, request.query) === undefined) reportUnknown("sms", ["form"]);
    return DONE;
  };

const receive = async (
  deps: TwilioWebhookDeps,
  account: Account,
  { provider_message_id, text, content, from }: SmsIncoming,
  params: FormParams,
): Promise<void> => {
  const at = await deps.firstHeard(account, provider_message_id);
  const by = { account, from: { address: from }, at };
  await deps.receive({ ...by, provider_message_id, text, content });
  const choice = choiceOf(params);
  if (choice) await deps.choose({ ...by, scope: "all", stopped: choice === "stop" });
};

/** A report is about a message of one of the accounts it names: the number's, or the messaging service's. */
const prove = async (deps: TwilioWebhookDeps, accounts: Account[], report: StatusReport): Promise<void> => {
  for (const account of accounts) {
    const unmatched = await deps.record([report], account);
    if (unmatched.length === 0) return;
  }
  deps.log.info({ channel: "sms", unmatched: 1 }, "statuses matched no message");
};

/**
 * The accounts that the call names and that signed it, each with a token of its own or the one for all: nobody's
 * token speaks for another's account. Empty: signed, and about an account that nobody has here.
 */
const signersOf = async (
  deps: TwilioWebhookDeps,
  request: HttpRequest,
  params: FormParams,
): Promise<Account[]> => {
  const signers: Account[] = [];
  for (const account of await accountsOf(deps, params)) {
    if (isSigned(request, params, deps, await tokensOf(deps, account))) signers.push(account);
  }
  if (signers.length > 0 || isSigned(request, params, deps, await tokensOf(deps))) return signers;
  throw new Refusal(401, "Invalid signature");
};

/**
 * Ours is the number that was written to, or (a status) the number that wrote; else the messaging service it belongs
 * to. A status of a service's message may name its account by both, or have no number yet.
 */
const accountsOf = async ({ directory }: TwilioWebhookDeps, params: FormParams): Promise<Account[]> => {
  const number = fieldOf(params, fieldOf(params, "MessageStatus") === undefined ? "To" : "From");
  const names = [number, fieldOf(params, "MessagingServiceSid")].filter((name) => name !== undefined);
  const found = await Promise.all(names.map((name) => directory.accountBy("sms", name)));
  const [first, second] = found
    .filter((account) => account !== undefined)
    .filter(({ provider_ids }) => provider_ids.account_sid === fieldOf(params, "AccountSid"));
  if (!first) return [];
  return second && second.id !== first.id ? [first, second] : [first];
};

/** Twilio signs with the auth token of the account; ours may have its own, beside the one for all. */
const tokensOf = async ({ secrets, settings }: TwilioWebhookDeps, account?: Account): Promise<string[]> => [
  ...(account?.secret === undefined ? [] : await secrets.get(account.secret)),
  ...(await secrets.get(settings.secretNames.twilioAuth)),
];

const isSigned = (
  request: HttpRequest,
  params: FormParams,
  { settings }: TwilioWebhookDeps,
  tokens: string[],
): boolean => {
  const rawJsonBody = hashedBody(bodyOf(request));
  return isSignedByTwilio({
    url: urlAsCalled(settings.publicUrl, request.path, request.rawQuery),
    header: request.header("x-twilio-signature"),
    tokens,
    params,
    ...(rawJsonBody && { rawJsonBody }),
  });
};

const bodyOf = (request: HttpRequest): TwilioBody => ({
  raw: request.raw(),
  rawQuery: request.rawQuery,
  contentType: request.header("content-type"),
});

const reportOf = (
  { now }: TwilioWebhookDeps,
  request: HttpRequest,
  params: FormParams,
): StatusReport | undefined => {
  const status = statusOf(params, request.query);
  const part = readHandle(status?.handle ?? "");
  if (!status?.fact || !part) return undefined;
  const { provider_message_id, word, failure } = status;
  const value = { at: now().toISOString(), provider_message_id, word, ...(failure && { failure }) };
  return { ...part, fact: status.fact, value };
};
