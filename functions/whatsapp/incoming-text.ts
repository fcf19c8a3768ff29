import * as z from "zod";

const Words = z.string().optional().catch(undefined);
const Caption = z.object({ caption: Words });
const Title = z.object({ title: Words }).optional().catch(undefined);

const none = (): null => null;
const caption = (content: unknown): string | null => Caption.safeParse(content).data?.caption || null;

/**
 * The kinds of message people write, each with the words in it; null where there are none. Reactions, system messages
 * and what WhatsApp itself calls unsupported are not among them.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
const TEXT_OF = {
  text: (content) => z.object({ body: Words }).safeParse(content).data?.body || null,
  image: caption,
  video: caption,
  document: caption,
  audio: none,
  sticker: none,
  location: none,
  contacts: none,
  order: none,
  /** A template's quick reply. */
  button: (content) => z.object({ text: Words }).safeParse(content).data?.text || null,
  /** A chosen button or list row; the answers of a form have no title. */
  interactive: (content) => {
    const reply = z.object({ button_reply: Title, list_reply: Title }).safeParse(content).data;
    return reply?.button_reply?.title || reply?.list_reply?.title || null;
  },
} satisfies Record<string, (content: unknown) => string | null>;

export const WRITTEN_KINDS = Object.keys(TEXT_OF) as (keyof typeof TEXT_OF)[];
export type WrittenKind = keyof typeof TEXT_OF;

/** `content` is what stands in the message under the name of its kind, whatever it is. */
export const textOf = (kind: WrittenKind, content: unknown): string | null => TEXT_OF[kind](content);
