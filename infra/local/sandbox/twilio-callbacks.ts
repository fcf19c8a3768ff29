import type { TwilioCallback } from "./webhooks.ts";

type Message = {
  accountSid: string;
  sid: string;
  to: string;
  from: string;
  service: string;
  status: string;
  url: string;
};

/** A handset that could not be reached. https://www.twilio.com/docs/api/errors/30003 */
const UNREACHABLE = 30003;

/**
 * The states after the one the call was answered with: there is no callback for the initial status.
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function statusCallbacks(message: Message, failure: number | undefined): TwilioCallback[] {
  if (message.status === "scheduled") return [];
  const queued = message.status === "accepted" ? ["queued"] : [];
  const states = failure === undefined ? [...queued, "sent", "delivered"] : [...queued, "failed"];
  return states.map((state) => {
    const { accountSid, sid, to, from, service, url } = message;
    const form = {
      AccountSid: accountSid,
      ApiVersion: "2010-04-01",
      // A service picks its sender: until then there is no From.
      ...(from === "" ? {} : { From: from }),
      MessageSid: sid,
      MessageStatus: state,
      ...(service === "" ? {} : { MessagingServiceSid: service }),
      ...(state === "delivered" ? { RawDlrDoneDate: doneDate() } : {}),
      ...(state === "failed" ? { ErrorCode: String(failure || UNREACHABLE) } : {}),
      SmsSid: sid,
      SmsStatus: state,
      To: to,
    };
    return { kind: "twilio", url, form };
  });
}

/** YYMMDDhhmm: https://twilio.com/en-us/changelog/addition-of-rawdlrdonedate-to-delivered-and-undelivered-status-webhooks */
const doneDate = (): string => new Date().toISOString().replace(/[-:T]/g, "").slice(2, 12);

/** A text from a phone, with files: https://www.twilio.com/docs/messaging/guides/webhook-request */
export function inboundSms(
  url: string,
  said: {
    id: string;
    accountSid: string;
    account: string;
    from: string;
    text: string;
    media: { type: string; url: string }[];
    segments: number;
  },
): TwilioCallback {
  const { id, accountSid, account, from, text, media, segments } = said;
  const files = media.flatMap(({ type, url }, index) => [
    [`MediaContentType${index}`, type],
    [`MediaUrl${index}`, url],
  ]);
  return {
    kind: "twilio",
    url,
    form: {
      AccountSid: accountSid,
      ApiVersion: "2010-04-01",
      Body: text,
      From: from,
      FromCity: "",
      FromCountry: "US",
      FromState: "",
      FromZip: "",
      MessageSid: id,
      ...Object.fromEntries(files),
      NumMedia: String(media.length),
      NumSegments: String(segments),
      SmsMessageSid: id,
      SmsSid: id,
      SmsStatus: "received",
      To: account,
      ToCity: "",
      ToCountry: "US",
      ToState: "",
      ToZip: "",
    },
  };
}
