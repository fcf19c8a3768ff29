import type { Fields } from "./checks.ts";
import { directiveInName } from "./magic.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { type Context, template as check } from "./whatsapp-checks.ts";
import { checkFit } from "./whatsapp-template-fit.ts";
import { checkButton, checkParameters } from "./whatsapp-template-parameters.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
const NAME = 512;
const BUTTONS = 10;
/** https://developers.secure.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates/media-card-carousel-templates */
const CARDS = 10;
/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/copy-code-button-authentication-templates/ */
const CODE = 15;

const types = ["header", "body", "button", "carousel", "limited_time_offer"] as const;

/**
 * Checks a template message: its form first, then whether it fits the listed template of that name and language.
 * Names that begin with `sandbox_` take any components; `auth_…` wants a one-time code.
 * Answers the directive a name like `sandbox_lost` stands for, and the text of its body.
 */
export function checkTemplate(value: Fields, bsuid: boolean, context: Context): string {
  check.object(value, "template", ["name", "language", "components", "namespace"]);
  const name = check.string(value.name, "template.name", { max: NAME });
  if (!/^[a-z0-9_]+$/.test(name)) {
    throw whatsappRefusal(132001, "template.name may have lowercase letters, digits and underscores");
  }
  const language = check.object(value.language, "template.language", ["code", "policy"]);
  const code = check.string(language.code, "template.language.code", { max: 32 });
  if (!/^[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?$/.test(code)) {
    throw whatsappRefusal(132001, `template name (${name}) does not exist in ${code}`);
  }
  if (language.policy !== undefined)
    check.oneOf(language.policy, "template.language.policy", ["deterministic"]);
  const components =
    value.components === undefined ? [] : check.array(value.components, "template.components", 0, 100);
  const text = checkComponents(components, "template.components", types, context);
  checkFit(name, code, components);
  if (name.startsWith("auth_")) checkAuthentication(components, bsuid);
  return `${directiveInName(name)} ${text}`;
}

/** Checks a template's or a card's components; answers the text parameters of the body. */
function checkComponents(
  list: readonly unknown[],
  base: string,
  allowed: readonly (typeof types)[number][],
  context: Context,
): string {
  const indexes: string[] = [];
  const once: string[] = [];
  let text = "";
  for (const [at, one] of list.entries()) {
    const path = `${base}[${at}]`;
    const component = check.object(one, path);
    // Meta's own samples write both "body" and "BODY".
    const said = typeof component.type === "string" ? component.type.toLowerCase() : component.type;
    const type = check.oneOf(said, `${path}.type`, allowed);
    if (type === "button") indexes.push(checkButton(component, path));
    else once.push(type);
    if (type === "carousel") checkCards(component, path, context);
    if (type === "limited_time_offer") checkOffer(component, path);
    if (type !== "header" && type !== "body") continue;
    check.only(component, path, ["type", "parameters"]);
    const words = checkParameters(type, component.parameters, path, list.length === 1, context);
    if (type === "body") text = words;
  }
  check.unique(once, "template component types");
  check.unique(indexes, "button indexes");
  if (indexes.length > BUTTONS) throw whatsappRefusal(132018, `A template may have ${BUTTONS} buttons`);
  return text;
}

function checkCards(component: Fields, path: string, context: Context): void {
  check.only(component, path, ["type", "cards"]);
  const cards = check.array(component.cards, `${path}.cards`, 1, CARDS);
  const shapes = cards.map((one, at) => {
    const card = check.object(one, `${path}.cards[${at}]`, ["card_index", "components"]);
    if (card.card_index !== at)
      throw whatsappRefusal(132012, `${path}.cards[${at}].card_index must be ${at}`);
    const components = check.array(card.components, `${path}.cards[${at}].components`, 1, 100);
    checkComponents(components, `${path}.cards[${at}].components`, ["header", "body", "button"], context);
    return components.map((inner) => Object(inner).type).join(" ");
  });
  if (new Set(shapes).size > 1) throw whatsappRefusal(132012, "All cards must have the same components");
}

function checkOffer(component: Fields, path: string): void {
  check.only(component, path, ["type", "limited_time_offer", "parameters"]);
  const wrapped = Array.isArray(component.parameters) ? Object(component.parameters[0]) : component;
  const offer = check.object(wrapped.limited_time_offer, `${path}.limited_time_offer`, [
    "expiration_time_ms",
  ]);
  check.number(
    offer.expiration_time_ms,
    `${path}.limited_time_offer.expiration_time_ms`,
    0,
    Number.MAX_SAFE_INTEGER,
  );
}

/** The code stands in the body and in button 0; a business-scoped id cannot be the recipient. */
function checkAuthentication(components: readonly unknown[], bsuid: boolean): void {
  if (bsuid)
    throw whatsappRefusal(131026, "An authentication template cannot go to a business-scoped user id");
  const codeOf = (type: string): unknown => {
    const found: Fields | undefined = components.map(Object).find((one: Fields) => one.type === type);
    return Array.isArray(found?.parameters) ? Object(found.parameters[0]).text : undefined;
  };
  const code = check.string(codeOf("body"), "the code in the body", { max: CODE });
  if (codeOf("button") !== code)
    throw whatsappRefusal(132018, "The button must carry the same code as the body");
}
