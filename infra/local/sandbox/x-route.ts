import type { IncomingMessage } from "node:http";
import { isFields } from "./checks.ts";
import { type Answer, Refusal } from "./errors.ts";
import { baseType } from "./fetch.ts";
import { parseJson, readBody, SMALL_BODY, type Target } from "./http.ts";
import type { Played, Player } from "./play.ts";
import type { State } from "./state.ts";
import { sendX } from "./x.ts";
import { xProblem, xRefusal, xUnauthorized } from "./x-errors.ts";
import { statusAtX, uploadToX } from "./x-upload-route.ts";

/** An image of 5 MB in base64, and a little. */
const UPLOAD_BODY = 8_000_000;
const ID = /^[0-9]{1,19}$/;

/** Everything under `/2/`. X knows its user by the token; here there is one token, and one user for it. */
export async function x(
  req: IncomingMessage,
  { path, segments, query }: Target,
  state: State,
  player: Player,
): Promise<Played> {
  const [, thing, ...steps] = segments;
  const user = state.options.xUser;
  const isAllowed = req.headers.authorization === `Bearer ${state.options.token}`;
  if (thing === "media" && steps[0] === "upload") {
    if (!isAllowed) return xUnauthorized();
    if (req.method === "GET") return statusAtX(state.xUploads, user, query);
    const raw = await readBody(req, UPLOAD_BODY);
    return uploadToX(state.xUploads, user, steps.slice(1), raw.length === 0 ? undefined : jsonIn(req, raw));
  }
  const [with_, participant = "", messages] = steps;
  const known =
    thing === "dm_conversations" && with_ === "with" && messages === "messages" && steps.length === 3;
  if (!known || req.method !== "POST" || !ID.test(participant)) return xProblem(404, `${path} is not there`);
  const raw = await readBody(req, SMALL_BODY);
  const { rawHeaders, method } = req;
  const body = parseJson(raw) ?? raw.toString();
  const entry = state.received.add({
    channel: "x",
    account: user,
    to: participant,
    method,
    path,
    rawHeaders,
    body,
  });
  const played = await refusable(async () => {
    if (!isAllowed) return xUnauthorized();
    const { over, headers } = state.xLimits.count(user);
    if (over) return over;
    const sent = sendX(user, participant, jsonIn(req, raw), state.xUploads);
    const answer = await player.play(sent, entry);
    return typeof answer === "string" ? answer : { ...answer, headers: { ...headers, ...answer.headers } };
  });
  if (typeof played === "object") entry.answer = played;
  return played;
}

const refusable = (work: () => Promise<Played>): Promise<Played> =>
  work().catch((error: unknown): Answer => {
    if (error instanceof Refusal) return error.answer;
    throw error;
  });

function jsonIn(req: IncomingMessage, raw: Buffer): Record<string, unknown> {
  if (baseType(req.headers["content-type"] ?? "") !== "application/json")
    throw xRefusal(415, "The body must be application/json");
  const body = parseJson(raw);
  if (!isFields(body)) throw xRefusal(400, "The body must be a JSON object");
  return body;
}
