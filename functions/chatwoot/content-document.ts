import type { Button } from "../../shared/domain/rich.ts";
import type { ShownMessage } from "../../shared/messaging/shown-message.ts";

/** Chatwoot's three fields of what is said. */
export interface ContentDocument {
  content: string | null;
  content_type: "text" | "input_select" | "cards";
  content_attributes: Record<string, unknown>;
}

/**
 * What Chatwoot's clients can draw of it: choices as `input_select`, cards as `cards`
 * (developers.chatwoot.com, interactive messages), a reaction as its emoji on the message it is about.
 */
export const contentDocument = (shown: ShownMessage): ContentDocument => {
  const { text, buttons, quick_replies, list, cards, reaction } = shown;
  if (cards)
    return { content: null, content_type: "cards", content_attributes: { items: cards.map(cardItem) } };
  if (reaction) {
    const content_attributes = { in_reply_to_external_id: reaction.message_id, is_reaction: true };
    return { content: reaction.emoji, content_type: "text", content_attributes };
  }
  const choices = [...answers(buttons), ...(quick_replies ?? []), ...rowsOf(list)];
  const content = [text ?? list?.body?.text, ...links(buttons)].filter(Boolean).join("\n") || null;
  if (choices.length === 0) return { content, content_type: "text", content_attributes: {} };
  const items = choices.map(({ title, payload }) => ({ title, value: payload }));
  return { content, content_type: "input_select", content_attributes: { items } };
};

const answers = (buttons: Button[] = []) =>
  buttons.flatMap((one) => (one.type === "reply" ? [{ title: one.title, payload: one.payload }] : []));

const links = (buttons: Button[] = []): string[] =>
  buttons.flatMap((one) =>
    one.type === "reply" ? [] : [`${one.title}: ${one.type === "url" ? one.url : one.payload}`],
  );

const rowsOf = (list: ShownMessage["list"]) =>
  (list?.action.sections ?? []).flatMap(({ rows }) => rows.map(({ id, title }) => ({ title, payload: id })));

const cardItem = ({ title, subtitle, image, buttons = [] }: NonNullable<ShownMessage["cards"]>[number]) => ({
  title,
  description: subtitle ?? "",
  media_url: image?.url ?? null,
  actions: buttons.map(cardAction),
});

const cardAction = (button: Button) => {
  if (button.type === "reply") return { type: "postback", text: button.title, payload: button.payload };
  return {
    type: "link",
    text: button.title,
    uri: button.type === "url" ? button.url : `tel:${button.payload}`,
  };
};
