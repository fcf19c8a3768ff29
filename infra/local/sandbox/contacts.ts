import * as z from "zod";
import { familyOf, saidFile } from "./contact-files.ts";
import { cdnLink } from "./contact-links.ts";
import type { Answer } from "./errors.ts";
import { inboundGraph, tappedGraph } from "./graph-callbacks.ts";
import { graphId, inboundWamid, mid, snowflake, twilioSid } from "./ids.ts";
import { segmentsOf } from "./segments.ts";
import type { State } from "./state.ts";
import { inboundSms } from "./twilio-callbacks.ts";
import type { Callback } from "./webhooks.ts";
import { bsuidPattern } from "./whatsapp.ts";
import { inboundWhatsApp } from "./whatsapp-callbacks.ts";
import { xMessage } from "./x-callbacks.ts";

const common = {
  name: z.string().max(200).default("Sandbox Contact"),
  text: z.string().min(1).max(65_536).optional(),
  attachments: z.array(saidFile).max(10).default([]),
  at: z.iso.datetime({ offset: true }).optional(),
};
const digits = z.string().regex(/^\d{1,25}$/);
const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/);

/** A tap on a quick reply, or on a button that answers. */
const tapped = z.object({
  kind: z.enum(["quick_reply", "postback"]),
  title: z.string().min(1).max(80),
  payload: z.string().min(1).max(1_000),
});

const saying = z.discriminatedUnion("channel", [
  z.object({
    channel: z.literal("whatsapp"),
    account: digits,
    from: z.union([
      z
        .string()
        .regex(/^\+?\d{5,15}$/)
        .transform((phone) => phone.replace("+", "")),
      z.string().regex(bsuidPattern),
    ]),
    ...common,
  }),
  z.object({
    channel: z.enum(["messenger", "instagram"]),
    account: digits,
    from: digits,
    ...common,
    tapped: tapped.optional(),
  }),
  z.object({ channel: z.literal("x"), account: digits, from: digits, ...common }),
  z.object({
    channel: z.literal("sms"),
    account: e164,
    account_sid: z
      .string()
      .regex(/^AC[0-9a-zA-Z]{32}$/)
      .default(`AC${"0".repeat(32)}`),
    from: e164,
    ...common,
  }),
]);

const something = saying
  .refine((said) => saysSomething(said) !== isTap(said), {
    path: ["text"],
    error: "is needed when there is no attachment, and is not there with a tap",
  })
  .refine(({ channel, attachments }) => channel !== "whatsapp" || attachments.length <= 1, {
    path: ["attachments"],
    error: "WhatsApp sends one file a message",
  });

type Saying = z.infer<typeof saying>;

function saysSomething({ text, attachments }: Saying): boolean {
  return text !== undefined || attachments.length > 0;
}

function isTap(said: Saying): boolean {
  return "tapped" in said && said.tapped !== undefined;
}

/**
 * `POST /contacts/say`: a contact writes. Opens its window and sends the provider's inbound webhook; with `wait` the
 * answer comes when the webhook was taken (200) or given up (502), else at once.
 */
export async function say(body: unknown, wait: boolean, state: State): Promise<Answer> {
  const read = something.safeParse(body);
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return { status: 400, body: { errors } };
  }
  const said = read.data;
  const at = said.at === undefined ? Date.now() : Date.parse(said.at);
  const account = accountOf(said, state);
  state.windows.heard(said.channel, account, said.from, at);
  const { id, callback } = inbound(said, account, at, state);
  const told = { id, channel: said.channel, account, from: said.from };
  const delivering = callback ? state.webhooks.post(callback) : Promise.resolve(undefined);
  if (!wait) return { status: 202, body: told };
  const webhook = (await delivering) ?? null;
  const status = webhook === null ? 202 : webhook.taken ? 200 : 502;
  return { status, body: { ...told, webhook } };
}

/** Instagram webhooks name the Instagram account, also when the caller named its Page. */
function accountOf({ channel, account }: Saying, { options }: State): string {
  return channel === "instagram" ? (options.instagramPages.get(account) ?? account) : account;
}

function inbound(
  said: Saying,
  account: string,
  at: number,
  state: State,
): { id: string; callback: Callback | undefined } {
  const { from, name, text } = said;
  if (said.channel === "whatsapp") {
    const id = inboundWamid(from.slice(0, 20));
    const [file] = said.attachments.map((one) => state.files.add(graphId(), account, one));
    return {
      id,
      callback: inboundWhatsApp({ id, account, from, bsuid: bsuidPattern.test(from), name, text, file, at }),
    };
  }
  if (said.channel === "sms") return inboundText(said, account, state);
  if (said.channel === "x") return inboundOnX(said, account, at);
  const id = mid();
  if (said.tapped)
    return { id, callback: tappedGraph(said.channel, { id, account, from, at, ...said.tapped }) };
  const attachments = said.attachments.map((one) => {
    const file = state.files.add(graphId(), account, one);
    return { type: familyOf(file, "file"), url: cdnLink(file, state) };
  });
  return { id, callback: inboundGraph(said.channel, { id, account, from, text, attachments, at }) };
}

/** X's contacts send words alone here. */
function inboundOnX(
  { from, name, text = "" }: Extract<Saying, { channel: "x" }>,
  account: string,
  at: number,
): { id: string; callback: Callback } {
  const id = snowflake(at);
  const message = { id, account, from, to: account, text, at };
  return { id, callback: xMessage("dm.received", message, { [from]: name }) };
}

function inboundText(
  { account_sid: accountSid, from, text = "", attachments }: Extract<Saying, { channel: "sms" }>,
  account: string,
  state: State,
): { id: string; callback: Callback | undefined } {
  const { webhooks } = state.options;
  const id = twilioSid(attachments.length > 0 ? "MM" : "SM");
  const media = attachments.map((one) => {
    const { id: sid, type } = state.files.add(twilioSid("ME"), accountSid, one);
    return { type, url: `${state.origin}/2010-04-01/Accounts/${accountSid}/Messages/${id}/Media/${sid}` };
  });
  if (webhooks === undefined) return { id, callback: undefined };
  const url = `${webhooks.replace(/\/$/, "")}/webhooks/twilio`;
  return {
    id,
    callback: inboundSms(url, { id, accountSid, account, from, text, media, segments: segmentsOf(text) }),
  };
}
