import * as z from "zod";
import type { FileKind } from "../../domain/attachment.ts";
import type { IncomingAttachment, IncomingContent, Location, Referral } from "../../domain/incoming.ts";
import { compact, readable, words } from "../tolerant.ts";

/** The longest payload a button or quick reply may have is 1,000 characters, the longest list of pictures 30. */
const MAX_ATTACHMENTS = 30;
const KINDS: Readonly<Record<string, FileKind>> = {
  image: "image",
  audio: "audio",
  video: "video",
  file: "file",
  sticker: "image",
};

const Attachment = z.object({
  type: words(),
  payload: z
    .object({
      url: words(4_096),
      sticker_id: z.unknown().optional(),
      coordinates: z.object({ lat: z.number(), long: z.number() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Attachment = z.infer<typeof Attachment>;

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages */
export const PageMessage = z.object({
  attachments: z.array(z.unknown()).catch([]),
  /** From 2026-08-30 a sticker comes under this name alone. */
  sticker: z
    .object({ url: words(4_096) })
    .optional()
    .catch(undefined),
  quick_reply: z.object({ payload: words() }).optional().catch(undefined),
  reply_to: z.object({ mid: words() }).optional().catch(undefined),
  text: z.string().optional().catch(undefined),
});

export const PageReferral = z.object({
  source: words(),
  type: words(),
  ref: words(2_083),
  ad_id: z.union([z.string(), z.int()]).transform(String).optional().catch(undefined),
  referer_uri: words(4_096),
  ads_context_data: z.object({ ad_title: words() }).optional().catch(undefined),
});
export type PageReferral = z.infer<typeof PageReferral>;

export const isAd = (referral: PageReferral | undefined): boolean =>
  referral?.source === "ADS" || referral?.ad_id !== undefined;

export const referralOf = ({ source, ad_id, ref, referer_uri, ads_context_data }: PageReferral): Referral =>
  compact({ source, ad_id, ref, url: referer_uri, headline: ads_context_data?.ad_title });

/** What a message of Messenger or Instagram holds beside its words; what has no name here is `unsupported`. */
export const contentOf = (message: z.infer<typeof PageMessage>): IncomingContent => {
  const found = readable(Attachment, message.attachments);
  const attachments = [...found.flatMap(fileOf), ...stickerOf(message.sticker)].slice(0, MAX_ATTACHMENTS);
  const location = found.flatMap(placeOf)[0];
  return {
    ...typeOf(message, found, attachments, location),
    ...(attachments.length > 0 && { attachments }),
    ...(location && { location }),
    ...(message.reply_to?.mid !== undefined && { reply_to_message_id: message.reply_to.mid }),
  };
};

const typeOf = (
  { text, quick_reply, sticker }: z.infer<typeof PageMessage>,
  [first]: Attachment[],
  [file]: IncomingAttachment[],
  location: Location | undefined,
): IncomingContent => {
  if (quick_reply) {
    const reply = { kind: "quick_reply" as const, payload: quick_reply.payload ?? null, title: text || null };
    return { message_type: "button_reply", reply };
  }
  if (location) return { message_type: "location" };
  if (sticker || first?.type === "sticker" || first?.payload?.sticker_id !== undefined)
    return { message_type: "sticker" };
  if (file) return { message_type: file.kind };
  if (text) return { message_type: "text" };
  return { message_type: "unsupported", ...(first?.type && { provider_type: first.type.slice(0, 64) }) };
};

const fileOf = ({ type = "", payload }: Attachment): IncomingAttachment[] => {
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  return kind === undefined ? [] : [attachmentOf(kind, payload?.url)];
};

const stickerOf = (sticker: { url?: string | undefined } | undefined): IncomingAttachment[] =>
  sticker ? [attachmentOf("image", sticker.url)] : [];

const attachmentOf = (kind: FileKind, url: string | undefined): IncomingAttachment => ({
  kind,
  ...(url !== undefined && { source: { url } }),
  state: "not_fetched",
});

const placeOf = ({ payload }: Attachment): Location[] => {
  const at = payload?.coordinates;
  return at ? [{ latitude: at.lat, longitude: at.long }] : [];
};
