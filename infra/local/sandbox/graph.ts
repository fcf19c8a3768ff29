import type { IncomingMessage } from "node:http";
import { type Fields, isFields } from "./checks.ts";
import { type Answer, Refusal } from "./errors.ts";
import { baseType } from "./fetch.ts";
import { type Dialect, instagramLogin, instagramOfPage, messenger } from "./graph-dialects.ts";
import { sendGraph } from "./graph-send.ts";
import { uploadAttachment } from "./graph-uploads.ts";
import { MEDIA_BODY, parseJson, readBody, SMALL_BODY, type Target } from "./http.ts";
import { describeContactFile, describeMedia, uploadWhatsAppMedia } from "./media.ts";
import { noSuchObject, unauthorized, whatsappRefusal } from "./meta-errors.ts";
import type { Played, Player } from "./play.ts";
import type { Channel } from "./received.ts";
import type { State } from "./state.ts";
import { sendWhatsApp } from "./whatsapp.ts";
import { templatesPage } from "./whatsapp-template-page.ts";

/** Everything under `/vNN.N/`. */
export async function graph(
  req: IncomingMessage,
  { path, segments, query }: Target,
  state: State,
  player: Player,
): Promise<Played> {
  const [, id = "", edge] = segments;
  const method = req.method ?? "GET";
  if (!/^(\d{1,25}|me)$/.test(id) || segments.length > 3) return noSuchObject(method, id);
  if (method === "POST" && edge === "messages") {
    const raw = await readBody(req, SMALL_BODY);
    const account = id === "me" ? state.options.me : id;
    return messages(req, account, raw, { path: req.url ?? path, query, state, player });
  }
  if (!isAllowed(req, query, state)) return unauthorized();
  const contentType = req.headers["content-type"] ?? "";
  if (method === "POST" && edge === "media") {
    return uploadWhatsAppMedia(state.uploads, id, await readBody(req, MEDIA_BODY), contentType);
  }
  if (method === "POST" && edge === "message_attachments") {
    const account = id === "me" ? state.options.me : id;
    const raw = await readBody(req, MEDIA_BODY);
    return uploadAttachment(dialectOf(account, state), account, raw, contentType, state.uploads);
  }
  if (method === "GET" && edge === "message_templates") return listTemplates(path, query, state);
  if (edge !== undefined) return noSuchObject(method, id);
  return mediaObject(method, id, query, state);
}

/** Any business account has the same templates. `next` leads to the next page, as Graph's does. */
function listTemplates(path: string, query: URLSearchParams, { origin }: State): Answer {
  const next = (after: string): string => {
    const url = new URL(`${path}?${query}`, origin);
    url.searchParams.set("after", after);
    return url.href;
  };
  return { status: 200, body: templatesPage(query, next) };
}

type Messages = { path: string; query: URLSearchParams; state: State; player: Player };

async function messages(req: IncomingMessage, account: string, raw: Buffer, call: Messages): Promise<Played> {
  const { path, query, state, player } = call;
  const body = parseBody(raw, req.headers["content-type"] ?? "");
  const dialect = isWhatsApp(body) ? undefined : dialectOf(account, state);
  const channel: Channel = dialect?.channel ?? "whatsapp";
  const { rawHeaders, method = "POST" } = req;
  const entry = state.received.add({
    channel,
    account,
    to: "",
    method,
    path,
    rawHeaders,
    body: body ?? raw.toString(),
  });
  const answer = async (): Promise<Played> => {
    if (!isAllowed(req, query, state))
      return unauthorized(dialect === instagramLogin ? "IGApiException" : undefined);
    if (!body) throw whatsappRefusal(100, "The body must be a JSON object");
    const sent = dialect
      ? await sendGraph(dialect, account, body, entry, state)
      : sendWhatsApp(account, body, entry, state);
    return player.play(sent, entry);
  };
  const played = await answer().catch((error: unknown) => {
    if (error instanceof Refusal) return error.answer;
    throw error;
  });
  if (typeof played === "object") entry.answer = played;
  return played;
}

/** WhatsApp's sign is `messaging_product`; without it, a body that has no Messenger recipient gets WhatsApp's errors. */
const isWhatsApp = (body: Fields | undefined): boolean =>
  body !== undefined &&
  (body.messaging_product !== undefined || (!isFields(body.recipient) && body.to !== undefined));

function dialectOf(account: string, { options }: State): Dialect {
  if (account.startsWith("17841")) return instagramLogin;
  return options.instagramPages.has(account) ? instagramOfPage : messenger;
}

function isAllowed(req: IncomingMessage, query: URLSearchParams, { options }: State): boolean {
  const { authorization } = req.headers;
  if (authorization !== undefined) return authorization === `Bearer ${options.token}`;
  return query.get("access_token") === options.token;
}

/** JSON, or a form whose fields are JSON. */
function parseBody(raw: Buffer, contentType: string): Fields | undefined {
  if (baseType(contentType) !== "application/x-www-form-urlencoded") {
    const body = parseJson(raw);
    return isFields(body) ? body : undefined;
  }
  const form: Fields = {};
  for (const [key, value] of new URLSearchParams(raw.toString())) {
    form[key] = /^[[{]/.test(value) ? (parseJson(Buffer.from(value)) ?? value) : value;
  }
  return form;
}

/** `GET` and `DELETE /{MEDIA_ID}`: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media */
function mediaObject(method: string, id: string, query: URLSearchParams, state: State): Answer {
  const { uploads, files, origin } = state;
  const number = query.get("phone_number_id") ?? undefined;
  const file = files.get(id, number);
  if (file && method === "GET") return describeContactFile(file, state);
  const upload = uploads.get(id, number);
  if (!upload) return noSuchObject(method, id);
  if (method === "GET") return describeMedia(upload, origin);
  if (method !== "DELETE") return noSuchObject(method, id);
  uploads.delete(id);
  return { status: 200, body: { success: true } };
}
