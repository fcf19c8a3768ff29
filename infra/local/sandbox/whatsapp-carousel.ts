import type { Fields } from "./checks.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { type Context, interactive as check, checkMedia } from "./whatsapp-checks.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-media-carousel-messages */
const CARDS = { min: 2, max: 10 };
const CARD_BODY = 160;
const CARD_LINE_BREAKS = 2;
const LABEL = 20;
const REPLY = { count: 2, title: 20, id: 256 };

/** Media cards, which are `cta_url` whatever their buttons, or product cards; every card has the same kind of button. */
export function checkCarousel(action: Fields, context: Context): void {
  check.only(action, "interactive.action", ["cards"]);
  const cards = check.array(action.cards, "interactive.action.cards", CARDS.min, CARDS.max);
  const kinds = cards.map((one, at) => {
    const path = `interactive.action.cards[${at}]`;
    const card = check.object(one, path, ["card_index", "type", "header", "body", "action"]);
    if (card.card_index !== at) throw whatsappRefusal(131009, `${path}.card_index must be ${at}`);
    const type = check.oneOf(card.type, `${path}.type`, ["cta_url", "product"]);
    const cardAction = check.object(card.action, `${path}.action`);
    if (type === "product") return checkProductCard(cardAction, path);
    checkHeader(card.header, `${path}.header`, context);
    if (card.body !== undefined) checkCardBody(card.body, `${path}.body`);
    return checkCardAction(cardAction, `${path}.action`);
  });
  if (new Set(kinds).size > 1) throw whatsappRefusal(131009, "All cards must have the same kind of button");
}

function checkProductCard(action: Fields, path: string): string {
  check.string(action.product_retailer_id, `${path}.action.product_retailer_id`, { max: 256 });
  return `product ${check.string(action.catalog_id, `${path}.action.catalog_id`, { max: 64 })}`;
}

function checkHeader(value: unknown, path: string, context: Context): void {
  const header = check.object(value, path);
  const type = check.oneOf(header.type, `${path}.type`, ["image", "video"]);
  check.only(header, path, ["type", type]);
  const media = check.object(header[type], `${path}.${type}`, ["link"]);
  checkMedia(check, media, `${path}.${type}`, type, context);
}

function checkCardBody(value: unknown, path: string): void {
  const body = check.object(value, path, ["text"]);
  const text = check.string(body.text, `${path}.text`, { max: CARD_BODY });
  if (text.split("\n").length - 1 > CARD_LINE_BREAKS) {
    throw whatsappRefusal(131009, `${path}.text may have ${CARD_LINE_BREAKS} line breaks`);
  }
}

/** One URL button, or up to two quick replies. */
function checkCardAction(action: Fields, path: string): string {
  if (action.name !== undefined) {
    check.oneOf(action.name, `${path}.name`, ["cta_url"]);
    checkUrlButton(check.object(action.parameters, `${path}.parameters`));
    return "url";
  }
  const buttons = check.array(action.buttons, `${path}.buttons`, 1, REPLY.count);
  buttons.forEach((one, at) => {
    const button = check.object(one, `${path}.buttons[${at}]`, ["type", "quick_reply"]);
    check.oneOf(button.type, `${path}.buttons[${at}].type`, ["quick_reply"]);
    const reply = check.object(button.quick_reply, `${path}.buttons[${at}].quick_reply`, ["id", "title"]);
    check.string(reply.id, `${path}.buttons[${at}].quick_reply.id`, { max: REPLY.id });
    check.string(reply.title, `${path}.buttons[${at}].quick_reply.title`, { max: REPLY.title });
  });
  return `${buttons.length} replies`;
}

/** One URL button: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-cta-url-messages */
export function checkUrlButton(parameters: Fields): void {
  check.only(parameters, "interactive.action.parameters", ["display_text", "url"]);
  check.string(parameters.display_text, "interactive.action.parameters.display_text", { max: LABEL });
  check.url(parameters.url, "interactive.action.parameters.url");
}
