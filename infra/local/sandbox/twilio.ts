import { timingSafeEqual } from "node:crypto";
import { isWebUrl } from "./checks.ts";
import type { Answer } from "./errors.ts";
import { twilioSid } from "./ids.ts";
import type { Sent } from "./play.ts";
import type { Entry } from "./received.ts";
import { segmentsOf } from "./segments.ts";
import { statusCallbacks } from "./twilio-callbacks.ts";
import { twilioRefusal, twilioVoice } from "./twilio-errors.ts";
import { fetchMessageMedia } from "./twilio-media.ts";

/** https://www.twilio.com/docs/messaging/api/message-resource */
const BODY = 1600;
const MEDIA = 10;
const VALIDITY_SECONDS = 36_000;

/** E.164, at most 15 digits: https://www.twilio.com/docs/glossary/what-e164 */
const phone = /^\+[1-9]\d{6,14}$/;
const shortCode = /^\d{3,8}$/;
/** Up to 11 letters, digits and spaces with a letter among them: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
const senderName = /^(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}$/;

/** The password must be the account's token, the user the account of the path. */
export function isTwilioCaller(
  authorization: string | undefined,
  accountSid: string,
  token: string,
): boolean {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${accountSid}:${token}`).toString("base64")}`);
  const given = Buffer.from(authorization ?? "");
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** `POST /2010-04-01/Accounts/{Sid}/Messages.json`: https://www.twilio.com/docs/messaging/api/message-resource */
export function sendTwilio(accountSid: string, form: URLSearchParams, entry: Pick<Entry, "to">): Sent {
  const field = (name: string): string => form.get(name) ?? "";
  const to = field("To");
  const from = field("From");
  const service = field("MessagingServiceSid");
  const body = field("Body");
  const media = form.getAll("MediaUrl");
  const statusCallback = field("StatusCallback");
  entry.to = to;
  checkAddresses(to, from, service, media.length > 0);
  checkContent(body, media, field("ContentSid"), field("ContentVariables"));
  if (statusCallback !== "") checkStatusCallback(statusCallback);
  checkValidity(form.get("ValidityPeriod"));
  const sid = twilioSid(media.length > 0 ? "MM" : "SM");
  const status = field("ScheduleType") === "fixed" ? "scheduled" : service === "" ? "queued" : "accepted";
  const message = { accountSid, sid, to, from, service, body, media: media.length, status };
  const answer = created(message);
  return {
    text: body,
    to,
    voice: twilioVoice,
    answer,
    withoutId: { status: 201, body: { ...Object(answer.body), sid: undefined, uri: undefined } },
    ...(statusCallback === ""
      ? {}
      : { callbacks: (failure) => statusCallbacks({ ...message, url: statusCallback }, failure) }),
    ...(media.length === 0 ? {} : { afterwards: (note) => fetchMessageMedia(media, note) }),
  };
}

function checkAddresses(to: string, from: string, service: string, media: boolean): void {
  if (to === "") throw twilioRefusal(21604);
  if (!phone.test(to)) throw twilioRefusal(21211, "it must be E.164, like +15551234567");
  if (from === "" && service === "") throw twilioRefusal(21603);
  if (service !== "" && !/^MG[0-9a-fA-F]{32}$/.test(service)) throw twilioRefusal(21705);
  if (from === "") return;
  if (![phone, shortCode, senderName].some((known) => known.test(from))) throw twilioRefusal(21212);
  if (from === to) throw twilioRefusal(21266);
  if (media && !phone.test(from) && !shortCode.test(from)) {
    throw twilioRefusal(21612, "an alphanumeric sender cannot send media");
  }
}

function checkContent(body: string, media: readonly string[], contentSid: string, variables: string): void {
  if (body === "" && media.length === 0 && contentSid === "") throw twilioRefusal(21619);
  if (body.length > BODY) throw twilioRefusal(21617);
  if (media.length > MEDIA) throw twilioRefusal(21623);
  if (!media.every(isWebUrl)) throw twilioRefusal(21620);
  if (contentSid !== "" && !/^HX[0-9a-fA-F]{32}$/.test(contentSid)) throw twilioRefusal(21655);
  if (variables !== "" && !isJsonObject(variables)) throw twilioRefusal(21656);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** No underscore in the host name: https://www.twilio.com/docs/api/errors/21609 */
function checkStatusCallback(url: string): void {
  if (!isWebUrl(url) || new URL(url).hostname.includes("_")) throw twilioRefusal(21609, url);
}

/** https://www.twilio.com/docs/errors/21624 */
function checkValidity(value: string | null): void {
  if (value === null) return;
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > VALIDITY_SECONDS) throw twilioRefusal(21624);
}

type Created = {
  accountSid: string;
  sid: string;
  to: string;
  from: string;
  service: string;
  body: string;
  media: number;
  status: string;
};

function created({ accountSid, sid, to, from, service, body, media, status }: Created): Answer {
  // RFC 2822, as Twilio writes its dates.
  const now = new Date().toUTCString().replace("GMT", "+0000");
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  return {
    status: 201,
    body: {
      account_sid: accountSid,
      api_version: "2010-04-01",
      body,
      date_created: now,
      date_sent: null,
      date_updated: now,
      direction: "outbound-api",
      error_code: null,
      error_message: null,
      from: from === "" ? null : from,
      messaging_service_sid: service === "" ? null : service,
      num_media: String(media),
      num_segments: service === "" ? String(segmentsOf(body)) : "0",
      price: null,
      price_unit: null,
      sid,
      status,
      subresource_uris: { media: `${uri}/Media.json` },
      to,
      uri: `${uri}.json`,
    },
  };
}
