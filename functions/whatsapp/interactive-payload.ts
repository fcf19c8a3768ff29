import type { Media } from "../../shared/domain/attachment.ts";
import type { Slot } from "../../shared/domain/message.ts";
import type { Choice } from "../../shared/domain/rich.ts";
import type { CarouselCard, Interactive, Link, Rows } from "./bubbles.ts";
import type { ChoiceIds } from "./choice-ids.ts";
import { LIST, REPLIES } from "./interactive-limits.ts";
import { type Filled, webLink } from "./media-payload.ts";

/** The object `interactive`: …/whatsapp/messages/interactive-reply-buttons-messages and its neighbours */
export const interactiveMessage = (bubble: Interactive, ids: ChoiceIds): Filled => {
  const body = { text: bubble.body };
  switch (bubble.kind) {
    case "buttons": {
      const { slots, ...header } = headed(bubble.image);
      const action = { buttons: replyButtons("reply", bubble.replies, ids.of(bubble.replies, REPLIES.id)) };
      return { object: { type: "button", ...header, body, action }, slots };
    }
    case "link": {
      const { slots, ...header } = headed(bubble.image);
      return { object: { type: "cta_url", ...header, body, action: linkAction(bubble.link) }, slots };
    }
    case "list":
      return { object: listOf(bubble.list, body, ids), slots: [] };
    case "carousel": {
      const cards = cardsOf(bubble.cards, ids);
      return {
        object: { type: "carousel", body, action: { cards: cards.map(({ card }) => card) } },
        slots: cards.flatMap(({ slots }) => slots),
      };
    }
  }
};

const headed = (image: Media | undefined): { header?: unknown; slots: Slot[] } => {
  if (!image) return { slots: [] };
  const { header, slots } = imageHeader(image, ["interactive", "header"]);
  return { header, slots };
};

/** Headers are documented with links only, so that a file of ours stands in one as a link that delivery signs. */
const imageHeader = (image: Media, at: Slot["at"]): { header: unknown; slots: Slot[] } => {
  const link = "file" in image ? image.file.key : webLink(image.url);
  return {
    header: { type: "image", image: { link } },
    slots: "file" in image ? [{ at: [...at, "image", "link"], file: image.file, as: "image" }] : [],
  };
};

const replyButtons = (type: "reply" | "quick_reply", replies: Choice[], ids: string[]): unknown[] =>
  replies.map(({ title }, index) => ({ type, [type]: { id: ids[index], title } }));

const linkAction = ({ title, url }: Link): unknown => ({
  name: "cta_url",
  parameters: { display_text: title, url: webLink(url) },
});

/** Every card is a `cta_url`, those with answers too; the ids differ through all of them. */
const cardsOf = (cards: CarouselCard[], ids: ChoiceIds): { card: unknown; slots: Slot[] }[] => {
  const named = ids.of(
    cards.flatMap(({ taps }) => (Array.isArray(taps) ? taps : [])),
    REPLIES.id,
  );
  return cards.map(({ image, body, taps }, card_index) => {
    const { header, slots } = imageHeader(image, ["interactive", "action", "cards", card_index, "header"]);
    const action = Array.isArray(taps)
      ? { buttons: replyButtons("quick_reply", taps, named.splice(0, taps.length)) }
      : linkAction(taps);
    return { card: { card_index, type: "cta_url", header, body: { text: body }, action }, slots };
  });
};

const listOf = (list: Rows, body: { text: string }, ids: ChoiceIds): Record<string, unknown> => {
  const named = ids.of(
    list.sections.flatMap(({ rows }) => rows),
    LIST.id,
  );
  const sections = list.sections.map(({ title, rows }) => ({
    ...(title !== undefined && { title }),
    rows: rows.map(({ title, description }) => ({
      id: named.shift(),
      title,
      ...(description !== undefined && { description }),
    })),
  }));
  return {
    type: "list",
    ...(list.header !== undefined && { header: { type: "text", text: list.header } }),
    body,
    ...(list.footer !== undefined && { footer: { text: list.footer } }),
    action: { button: list.button, sections },
  };
};
