import * as z from "zod";

const Words = z.string().optional().catch(undefined);
const Caption = z.object({ caption: Words });
const Title = z.object({ title: Words }).optional().catch(undefined);

const caption = (content: unknown): string | null => Caption.safeParse(content).data?.caption || null;

/**
 * The kinds of message that have words in them. An order's are what the buyer wrote beside it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
const TEXT_OF: Record<string, (content: unknown) => string | null> = {
  text: (content) => z.object({ body: Words }).safeParse(content).data?.body || null,
  image: caption,
  video: caption,
  document: caption,
  order: (content) => z.object({ text: Words }).safeParse(content).data?.text || null,
  /** A template's quick reply. */
  button: (content) => z.object({ text: Words }).safeParse(content).data?.text || null,
  /** A chosen button or list row; the answers of a form have no title. */
  interactive: (content) => {
    const reply = z.object({ button_reply: Title, list_reply: Title }).safeParse(content).data;
    return reply?.button_reply?.title || reply?.list_reply?.title || null;
  },
};

/** `content` is what stands in the message under the name of its kind, whatever it is. */
export const textOf = (kind: string | undefined, content: unknown): string | null =>
  kind !== undefined && Object.hasOwn(TEXT_OF, kind) ? TEXT_OF[kind]!(content) : null;
