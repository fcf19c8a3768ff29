import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { say } from "./contacts.ts";
import type { Answer } from "./errors.ts";
import { MEDIA_BODY, parseJson, readBody, SMALL_BODY, type Target } from "./http.ts";
import { KEPT } from "./received.ts";
import type { State } from "./state.ts";

const control = z.object({
  webhooks: z.union([z.url(), z.null()]).optional(),
  callbacks: z.enum(["on", "off"]).optional(),
});

const notFound: Answer = { status: 404, body: { error: "There is nothing here: GET / lists what is." } };

/** The sandbox's own routes: what it received, what was uploaded, contacts that write, settings. */
export async function local(
  req: IncomingMessage,
  { segments, query }: Target,
  state: State,
): Promise<Answer> {
  const call = `${req.method} /${segments.slice(0, 1).join("/")}${segments.length > 1 ? "/…" : ""}`;
  switch (call) {
    case "GET /":
      return { status: 200, body: about(state) };
    case "GET /received":
      return { status: 200, body: { data: state.received.list(filter(query)) } };
    case "GET /received/…": {
      const entry = state.received.get(segments[1] ?? "");
      return entry ? { status: 200, body: entry } : notFound;
    }
    case "DELETE /received":
      return { status: 200, body: { deleted: state.received.clear() } };
    case "GET /uploads":
      return { status: 200, body: { data: state.uploads.list() } };
    case "GET /control":
      return { status: 200, body: settings(state) };
    case "PUT /control":
      return setControl(parseJson(await readBody(req, SMALL_BODY)), state);
    case "POST /contacts/…":
      if (segments[1] !== "say" || segments.length > 2) return notFound;
      return say(parseJson(await readBody(req, MEDIA_BODY)), query.get("wait") === "true", state);
    default:
      return notFound;
  }
}

function filter(query: URLSearchParams): { channel?: string; to?: string; limit?: number } {
  const channel = query.get("channel");
  const to = query.get("to");
  const limit = Number(query.get("limit") ?? 100);
  return {
    ...(channel ? { channel } : {}),
    ...(to ? { to } : {}),
    limit: limit >= 1 ? Math.min(Math.floor(limit), KEPT) : 100,
  };
}

const settings = ({ options }: State) => ({
  webhooks: options.webhooks ?? null,
  callbacks: options.callbacks ? "on" : "off",
});

function setControl(body: unknown, state: State): Answer {
  const read = control.safeParse(body);
  if (!read.success) return { status: 400, body: { errors: read.error.issues } };
  const { webhooks, callbacks } = read.data;
  if (webhooks !== undefined) state.options.webhooks = webhooks ?? undefined;
  if (callbacks !== undefined) state.options.callbacks = callbacks === "on";
  return { status: 200, body: settings(state) };
}

const about = (state: State) => ({
  what: "A sandbox that plays WhatsApp Cloud API, Messenger, Instagram, Twilio Messaging and X direct messages on this machine.",
  providers: {
    whatsapp: [
      "POST /v25.0/{PHONE_NUMBER_ID}/messages",
      "POST /v25.0/{PHONE_NUMBER_ID}/media",
      "GET /v25.0/{MEDIA_ID}",
    ],
    messenger: ["POST /v25.0/{PAGE_ID}/messages", "POST /v25.0/{PAGE_ID}/message_attachments"],
    instagram: ["POST /v25.0/{IG_ID}/messages"],
    twilio: ["POST /2010-04-01/Accounts/{AccountSid}/Messages.json"],
    x: [
      "POST /2/dm_conversations/with/{participant_id}/messages",
      "POST /2/media/upload",
      "POST /2/media/upload/initialize, /{id}/append, /{id}/finalize",
      "GET /2/media/upload?media_id=",
    ],
  },
  sandbox: [
    "GET /received?channel=&to=&limit=",
    "GET /received/{id}",
    "DELETE /received",
    "GET /uploads",
    "GET|PUT /control",
    "POST /contacts/say?wait=true",
  ],
  settings: settings(state),
  more: "infra/local/sandbox/README.md: limits, error codes and the texts that make a message fail.",
});
