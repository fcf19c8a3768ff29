import type { IncomingMessage } from "node:http";
import { twilioMedia } from "./contact-downloads.ts";
import { Refusal } from "./errors.ts";
import { baseType } from "./fetch.ts";
import { readBody, SMALL_BODY, type Target } from "./http.ts";
import type { Played, Player } from "./play.ts";
import type { State } from "./state.ts";
import { isTwilioCaller, sendTwilio } from "./twilio.ts";
import { twilioError } from "./twilio-errors.ts";

/** Everything under `/2010-04-01/`. */
export async function twilio(
  req: IncomingMessage,
  target: Target,
  state: State,
  player: Player,
): Promise<Played> {
  const { path, segments } = target;
  if (req.method === "GET" && segments[5] === "Media" && segments.length === 7)
    return twilioMedia(req, target, state);
  const [, accounts, account = "", resource] = segments;
  const known = accounts === "Accounts" && resource === "Messages.json" && segments.length === 4;
  if (!known || req.method !== "POST" || !/^AC[0-9a-zA-Z]{32}$/.test(account))
    return twilioError(20404, path);
  const raw = await readBody(req, SMALL_BODY);
  // Twilio reads forms only: anything else is a call without parameters.
  const isForm = baseType(req.headers["content-type"] ?? "") === "application/x-www-form-urlencoded";
  const form = new URLSearchParams(isForm ? raw.toString() : "");
  const { rawHeaders, method } = req;
  const body = isForm ? shown(form) : raw.toString();
  const entry = state.received.add({ channel: "sms", account, to: "", method, path, rawHeaders, body });
  const answer = async (): Promise<Played> => {
    const { twilioAuthToken, token } = state.options;
    const known = [twilioAuthToken, token].some((one) =>
      isTwilioCaller(req.headers.authorization, account, one),
    );
    if (!known) return twilioError(20003);
    return player.play(sendTwilio(account, form, entry), entry);
  };
  const played = await answer().catch((error: unknown) => {
    if (error instanceof Refusal) return error.answer;
    throw error;
  });
  if (typeof played === "object") entry.answer = played;
  return played;
}

/** A form as JSON: a key that repeats becomes a list, and MediaUrl always is one. */
function shown(form: URLSearchParams): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {};
  for (const key of new Set(form.keys())) {
    const values = form.getAll(key);
    body[key] = values.length > 1 || key === "MediaUrl" ? values : (values[0] ?? "");
  }
  return body;
}
