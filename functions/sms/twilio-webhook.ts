import type { Account } from "../../shared/domain/account.ts";
import { Refusal } from "../../shared/domain/errors.ts";
import { readHandle } from "../../shared/domain/ids.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { HttpRequest } from "../../shared/lambda/request.ts";
import type { Directory, Now, Secrets } from "../../shared/messaging/ports.ts";
import type { Received } from "../../shared/messaging/receive-incoming.ts";
import type { StatusReport } from "../../shared/messaging/record-statuses.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { type FormParams, fieldOf, readForm } from "../../shared/providers/twilio/form.ts";
import { isSignedByTwilio } from "../../shared/providers/twilio/signature.ts";
import { urlAsCalled } from "../../shared/providers/twilio/url-spellings.ts";
import { incomingOf, statusOf } from "./statuses.ts";

export interface TwilioWebhookDeps {
  directory: Pick<Directory, "accountBy">;
  secrets: Secrets;
  settings: Pick<Settings, "publicUrl" | "secretNames">;
  now: Now;
  /** Twilio tells no time: the moment of its first call about a message is the message's own. */
  firstHeard(accountId: string, providerMessageId: string): Promise<Date>;
  receive(received: Received): Promise<unknown>;
  record(reports: StatusReport[], accountId: string): Promise<unknown>;
}

/** Twilio reads 204 as "nothing to answer"; anything of ours in the body would be taken for TwiML. */
const DONE: HttpReply = { status: 204 };

export const twilioWebhook =
  (deps: TwilioWebhookDeps) =>
  async (request: HttpRequest): Promise<HttpReply> => {
    const params = readForm(request.raw().toString("utf8"));
    const account = await accountOf(deps, params);
    if (!isSigned(request, params, deps, await tokensOf(deps, account)))
      throw new Refusal(401, "Invalid signature");
    if (!account) return DONE;
    const incoming = incomingOf(params);
    if (incoming) {
      const { provider_message_id, text, from } = incoming;
      const at = await deps.firstHeard(account.id, provider_message_id);
      await deps.receive({ account, provider_message_id, text, from: { address: from }, at });
    }
    const report = reportOf(deps, request, params);
    if (report) await deps.record([report], account.id);
    return DONE;
  };

/** Ours is the number that was written to, or (a status) the number that wrote. */
const accountOf = async (
  { directory }: TwilioWebhookDeps,
  params: FormParams,
): Promise<Account | undefined> => {
  const ours = fieldOf(params, fieldOf(params, "MessageStatus") === undefined ? "To" : "From");
  const account = ours === undefined ? undefined : await directory.accountBy("sms", ours);
  return account?.provider_ids.account_sid === fieldOf(params, "AccountSid") ? account : undefined;
};

/** Twilio signs with the auth token of the account; ours may have its own, beside the one for all. */
const tokensOf = async (
  { secrets, settings }: TwilioWebhookDeps,
  account: Account | undefined,
): Promise<string[]> => [
  ...(account?.secret === undefined ? [] : await secrets.get(account.secret)),
  ...(await secrets.get(settings.secretNames.twilioAuth)),
];

const isSigned = (
  request: HttpRequest,
  params: FormParams,
  { settings }: TwilioWebhookDeps,
  tokens: string[],
): boolean =>
  isSignedByTwilio({
    url: urlAsCalled(settings.publicUrl, request.path, request.rawQuery),
    header: request.header("x-twilio-signature"),
    tokens,
    params,
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
