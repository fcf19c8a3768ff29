import type { Fields } from "./checks.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { checkCarousel, checkUrlButton } from "./whatsapp-carousel.ts";
import { type Context, interactive as check, checkMedia } from "./whatsapp-checks.ts";
import { checkList, checkProducts } from "./whatsapp-list.ts";

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
 * The page on lists (2026-09) gives a list's body 4096, Meta's own OpenAPI 1024: what only one allows is refused.
 */
const BODY = 1024;
const HEADER = 60;
const FOOTER = 60;
const BUTTON = { count: 3, title: 20, id: 256 };
/** https://github.com/facebook/openapi */
const FLOW_CTA = 30;

type Kind = (typeof kinds)[number];
const kinds = [
  "button",
  "list",
  "cta_url",
  "voice_call",
  "call_permission_request",
  "flow",
  "location_request_message",
  "product",
  "product_list",
  "catalog_message",
  "carousel",
] as const;

const anyHeader: readonly Kind[] = ["button", "cta_url", "flow"];
const textHeader: readonly Kind[] = ["list", "product_list"];

/** Checks an interactive message; answers its body text. */
export function checkInteractive(interactive: Fields, context: Context): string {
  check.object(interactive, "interactive", ["type", "header", "body", "footer", "action"]);
  const kind = check.oneOf(interactive.type, "interactive.type", kinds);
  const optional = kind === "product" || kind === "call_permission_request";
  const body = interactive.body === undefined && optional ? "" : checkBody(interactive.body);
  if (interactive.header !== undefined) checkHeader(interactive.header, kind, context);
  else if (kind === "product_list") throw whatsappRefusal(131008, "interactive.header is required");
  if (interactive.footer !== undefined) {
    const footer = check.object(interactive.footer, "interactive.footer", ["text"]);
    check.string(footer.text, "interactive.footer.text", { max: FOOTER });
  }
  if (kind === "carousel" && interactive.footer !== undefined)
    throw whatsappRefusal(131009, "interactive.footer is not allowed with carousel");
  checkAction(kind, check.object(interactive.action, "interactive.action"), context);
  return body;
}

function checkBody(value: unknown): string {
  const body = check.object(value, "interactive.body", ["text"]);
  return check.string(body.text, "interactive.body.text", { max: BODY });
}

function checkHeader(value: unknown, kind: Kind, context: Context): void {
  const header = check.object(value, "interactive.header");
  if (![...anyHeader, ...textHeader].includes(kind)) {
    throw whatsappRefusal(131009, `interactive.header is not allowed with ${kind}`);
  }
  const allowed = anyHeader.includes(kind)
    ? (["text", "image", "video", "document"] as const)
    : (["text"] as const);
  const type = check.oneOf(header.type, "interactive.header.type", allowed);
  check.only(header, "interactive.header", ["type", type]);
  if (type === "text") return void check.string(header.text, "interactive.header.text", { max: HEADER });
  const keys = type === "document" ? ["id", "link", "filename"] : ["id", "link"];
  const media = check.object(header[type], `interactive.header.${type}`, keys);
  checkMedia(check, media, `interactive.header.${type}`, type, context);
}

function checkAction(kind: Kind, action: Fields, context: Context): void {
  switch (kind) {
    case "button":
      checkButtons(action);
      return;
    case "list":
      checkList(action);
      return;
    case "carousel":
      checkCarousel(action, context);
      return;
    case "product":
      check.string(action.catalog_id, "interactive.action.catalog_id", { max: 64 });
      check.string(action.product_retailer_id, "interactive.action.product_retailer_id", { max: 256 });
      return;
    case "product_list":
      checkProducts(action);
      return;
    default:
      checkNamed(kind, action);
  }
}

/** The kinds whose action has a name and parameters. */
function checkNamed(kind: Kind, action: Fields): void {
  check.oneOf(action.name, "interactive.action.name", [
    kind === "location_request_message" ? "send_location" : kind,
  ]);
  if (kind === "location_request_message" || kind === "call_permission_request") return;
  if (kind === "catalog_message" && action.parameters === undefined) return;
  const path = "interactive.action.parameters";
  const parameters = check.object(action.parameters, path);
  if (kind === "cta_url") checkUrlButton(parameters);
  if (kind === "voice_call")
    check.string(parameters.display_text, `${path}.display_text`, { max: BUTTON.title });
  if (kind === "flow") checkFlow(parameters);
}

function checkButtons(action: Fields): void {
  check.only(action, "interactive.action", ["buttons"]);
  const replies = check
    .array(action.buttons, "interactive.action.buttons", 1, BUTTON.count)
    .map((one, at) => {
      const path = `interactive.action.buttons[${at}]`;
      const button = check.object(one, path, ["type", "reply"]);
      check.oneOf(button.type, `${path}.type`, ["reply"]);
      const reply = check.object(button.reply, `${path}.reply`, ["id", "title"]);
      const id = check.string(reply.id, `${path}.reply.id`, { max: BUTTON.id });
      if (id.trim() !== id)
        throw whatsappRefusal(131009, `${path}.reply.id must not begin or end with a space`);
      return { id, title: check.string(reply.title, `${path}.reply.title`, { max: BUTTON.title }) };
    });
  check.unique(
    replies.map(({ id }) => id),
    "button ids",
  );
  check.unique(
    replies.map(({ title }) => title),
    "button titles",
  );
}

function checkFlow(parameters: Fields): void {
  check.oneOf(parameters.flow_message_version, "parameters.flow_message_version", ["3"]);
  if ((parameters.flow_id === undefined) === (parameters.flow_name === undefined)) {
    throw whatsappRefusal(131009, "parameters must have either flow_id or flow_name");
  }
  const cta = check.string(parameters.flow_cta, "parameters.flow_cta", { max: FLOW_CTA });
  if (/\p{Extended_Pictographic}/u.test(cta))
    throw whatsappRefusal(131009, "parameters.flow_cta must have no emoji");
}
