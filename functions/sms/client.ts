import { makeMediaToken, mediaTokenExpiry } from "../../shared/attachments/media-token.ts";
import type { Account } from "../../shared/domain/account.ts";
import { handleOf, partId } from "../../shared/domain/ids.ts";
import type { Job, Slot } from "../../shared/domain/message.ts";
import { type Sender, Unsendable } from "../../shared/messaging/channel-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import { httpSender } from "../../shared/providers/http-sender.ts";
import type { Lines } from "../../shared/providers/lines.ts";
import { twilioOutcome, twilioRequest } from "../../shared/providers/twilio/client.ts";
import { SmsPayload } from "./payload.ts";

export interface SmsSenderDeps {
  lines: Lines;
  endpoint(account: Account): Promise<Endpoint>;
  /** The origin Twilio reaches us at, without a slash at its end; its host has no underscore (error 21609). */
  publicUrl: string;
  /** What media links are signed with. */
  mediaSecret(): Promise<string>;
  now: Now;
}

/**
 * Twilio asks for media with HEAD before GET, which a presigned link answers with 403: a file leaves as a link to
 * ourselves that answers both. https://www.twilio.com/docs/messaging/guides/accepted-mime-types
 */
export const smsSender = (deps: SmsSenderDeps): Sender =>
  httpSender(
    {
      fill: (slot, job) => mediaLink(deps, slot, job),
      async request(payload, account, index, job) {
        const fields = {
          ...SmsPayload.parse(payload),
          StatusCallback: statusCallback(deps.publicUrl, job, index),
        };
        return twilioRequest(await deps.endpoint(account), accountSidOf(account), "Messages", fields);
      },
      outcome: (answer, earlierTries) => twilioOutcome(answer, earlierTries),
    },
    deps.lines,
  );

const mediaLink = async (
  { publicUrl, mediaSecret, now }: SmsSenderDeps,
  slot: Slot,
  job: Job,
): Promise<string> => {
  const { organization_id } = job.message;
  const grant = { organization_id, file_id: slot.file.id, expires_at: mediaTokenExpiry(now()) };
  return `${publicUrl}/media/${makeMediaToken(grant, await mediaSecret())}`;
};

/** Twilio gives nothing back but this address, so the part's handle rides in its query. */
const statusCallback = (publicUrl: string, job: Job, index: number): string => {
  const handle = handleOf(job.message.conversation_id, partId(job.message.id, index));
  return `${publicUrl}/webhooks/twilio?handle=${handle}`;
};

const accountSidOf = (account: Account): string => {
  const sid = account.provider_ids.account_sid;
  if (sid !== undefined) return sid;
  throw new Unsendable({
    code: "account_without_sid",
    message: `Account ${account.id} has no Twilio account SID.`,
    retryable: true,
    fix_by: "admin",
    next_step: "Give the account its account_sid, then resend the message.",
  });
};
