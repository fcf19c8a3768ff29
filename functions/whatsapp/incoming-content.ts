import * as z from "zod";
import type { FileKind } from "../../shared/domain/attachment.ts";
import type { IncomingContent, Referral, Reply } from "../../shared/domain/incoming.ts";
import { Location, type SharedContact } from "../../shared/domain/incoming.ts";
import { compact, readable, words } from "../../shared/providers/tolerant.ts";

type Read = (content: unknown) => IncomingContent;

const Media = z.object({ id: words(), mime_type: words(), filename: words() });
const media =
  (kind: FileKind, message_type: IncomingContent["message_type"] = kind): Read =>
  (content) => {
    const { id, mime_type, filename } = Media.safeParse(content).data ?? {};
    const attachment = {
      kind,
      ...compact({ file_type: mime_type, file_name: filename }),
      ...(id !== undefined && { source: { media_id: id } }),
      state: "not_fetched" as const,
    };
    return { message_type, attachments: [attachment] };
  };

const Place = z.object({ ...Location.shape, name: words(), address: words() });
const location: Read = (content) => {
  const place = Place.safeParse(content).data;
  if (!place) return { message_type: "location" };
  const { latitude, longitude, name, address } = place;
  return { message_type: "location", location: { latitude, longitude, ...compact({ name, address }) } };
};

const Card = z.object({
  name: z.object({ formatted_name: words() }).optional().catch(undefined),
  phones: z.array(z.unknown()).catch([]),
});
/** As many as one message may hold in the other direction. */
const CARDS = 5;
const PHONES = 20;
const contacts: Read = (content) => {
  const cards = readable(Card, Array.isArray(content) ? content : []).slice(0, CARDS);
  return { message_type: "contacts", contacts: cards.map(sharedContact) };
};
const sharedContact = ({ name, phones }: z.infer<typeof Card>): SharedContact => ({
  name: name?.formatted_name ?? null,
  phones: readable(z.object({ phone: z.string().max(64) }), phones)
    .slice(0, PHONES)
    .map(({ phone }) => phone),
});

/** A template's quick reply. */
const button: Read = (content) => {
  const { payload, text } = z.object({ payload: words(), text: words() }).safeParse(content).data ?? {};
  return replied("button_reply", "button", payload, text);
};

const Chosen = z.object({ id: words(), title: words() }).optional().catch(undefined);
/** A form's answers come as JSON in a text. Characters. */
const FORM_MAX = 32_768;
const Form = z
  .object({ response_json: words(FORM_MAX) })
  .optional()
  .catch(undefined);
const Interactive = z.object({ button_reply: Chosen, list_reply: Chosen, nfm_reply: Form });
const interactive: Read = (content) => {
  const { button_reply, list_reply, nfm_reply } = Interactive.safeParse(content).data ?? {};
  if (button_reply) return replied("button_reply", "button", button_reply.id, button_reply.title);
  if (list_reply) return replied("list_reply", "list", list_reply.id, list_reply.title);
  if (nfm_reply) return replied("form_reply", "form", nfm_reply.response_json, undefined);
  return { message_type: "unsupported", provider_type: "interactive" };
};

const replied = (
  message_type: IncomingContent["message_type"],
  kind: Reply["kind"],
  payload: string | undefined,
  title: string | undefined,
): IncomingContent => ({ message_type, reply: { kind, payload: payload ?? null, title: title ?? null } });

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages */
const CONTENT_OF: ReadonlyMap<string, Read> = new Map([
  ["text", () => ({ message_type: "text" })],
  ["image", media("image")],
  ["video", media("video")],
  ["audio", media("audio")],
  ["document", media("file")],
  ["sticker", media("image", "sticker")],
  ["location", location],
  ["contacts", contacts],
  ["button", button],
  ["interactive", interactive],
]);

const Around = z.object({
  context: z.object({ id: words() }).optional().catch(undefined),
  referral: z
    .object({ source_type: words(), source_id: words(), source_url: words(4_096), headline: words() })
    .optional()
    .catch(undefined),
});

/** What a message of the Cloud API holds beside its words; one of an unknown type is kept as `unsupported`. */
export const contentOf = (type: string | undefined, message: Record<string, unknown>): IncomingContent => {
  const { context, referral } = Around.safeParse(message).data ?? {};
  const read = CONTENT_OF.get(type ?? "");
  const provider_type = type === undefined ? undefined : type.slice(0, 64);
  const content = read?.(message[type!]) ?? {
    message_type: "unsupported",
    ...(provider_type && { provider_type }),
  };
  return {
    ...content,
    ...(context?.id !== undefined && { reply_to_message_id: context.id }),
    ...(referral && { referral: referralOf(referral) }),
  };
};

const referralOf = (ad: NonNullable<z.infer<typeof Around>["referral"]>): Referral =>
  compact({ source: ad.source_type, ad_id: ad.source_id, url: ad.source_url, headline: ad.headline });
