import type { Fields } from "./checks.ts";
import type { Dialect } from "./graph-dialects.ts";

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/templates */
const TITLE = 80;
const SUBTITLE = 80;
const ELEMENTS = 10;
const BUTTONS = 3;
const BUTTON_TITLE = 20;
const PAYLOAD = 1000;
const BUTTON_TEXT = 640;
const RECEIPT_ELEMENTS = 100;
/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/changelog */
const GRID = { min: 2, max: 6, title: 45, subtitle: 80 };

/** Checks a template payload; answers its first text, since it may carry directives. */
export function checkGraphTemplate(dialect: Dialect, payload: Fields, path: string): string {
  const { check, rules } = dialect;
  const kind = check.oneOf(payload.template_type, `${path}.template_type`, rules.templates);
  switch (kind) {
    case "button": {
      check.only(payload, path, ["template_type", "text", "buttons", "sharable"]);
      checkButtons(dialect, payload.buttons, `${path}.buttons`, 1);
      return check.string(payload.text, `${path}.text`, { max: BUTTON_TEXT });
    }
    case "generic":
      check.only(payload, path, ["template_type", "elements", "sharable", "image_aspect_ratio"]);
      return check
        .array(payload.elements, `${path}.elements`, 1, ELEMENTS)
        .map((one, at) =>
          checkElement(dialect, check.object(one, `${path}.elements[${at}]`), `${path}.elements[${at}]`),
        )
        .join(" ");
    case "media":
      return checkMediaTemplate(dialect, payload, path);
    case "image_grid":
      return checkGrid(dialect, payload, path);
    case "receipt":
      if (payload.elements !== undefined)
        check.array(payload.elements, `${path}.elements`, 0, RECEIPT_ELEMENTS);
      for (const key of ["recipient_name", "order_number", "currency", "payment_method"]) {
        check.string(payload[key], `${path}.${key}`, { max: 1000 });
      }
      check.object(payload.summary, `${path}.summary`);
      return "";
    case "product":
      check.array(payload.elements, `${path}.elements`, 1, ELEMENTS).forEach((one, at) => {
        check.string(check.object(one, `${path}.elements[${at}]`).id, `${path}.elements[${at}].id`, {
          max: 64,
        });
      });
      return "";
    default:
      check.string(payload.title, `${path}.title`, { max: 1000 });
      return "";
  }
}

const elementKeys = ["title", "subtitle", "image_url", "default_action", "buttons"];

/** A card: a title and at least one thing more. */
function checkElement(dialect: Dialect, element: Fields, path: string): string {
  const { check } = dialect;
  check.only(element, path, elementKeys);
  const title = check.string(element.title, `${path}.title`, { max: TITLE });
  if (Object.keys(element).length < 2) throw dialect.refuse(100, `${path} needs a property besides title`);
  if (element.subtitle !== undefined) check.string(element.subtitle, `${path}.subtitle`, { max: SUBTITLE });
  if (element.image_url !== undefined) check.url(element.image_url, `${path}.image_url`);
  if (element.default_action !== undefined) {
    const action = check.object(element.default_action, `${path}.default_action`);
    check.oneOf(action.type, `${path}.default_action.type`, ["web_url"]);
    check.url(action.url, `${path}.default_action.url`);
    if (action.title !== undefined) throw dialect.refuse(100, `${path}.default_action must have no title`);
  }
  if (element.buttons !== undefined) checkButtons(dialect, element.buttons, `${path}.buttons`, 1);
  return title;
}

function checkButtons(dialect: Dialect, value: unknown, path: string, min: number): void {
  const buttons = dialect.check.array(value, path, min, BUTTONS);
  buttons.forEach((one, at) => {
    checkButton(dialect, dialect.check.object(one, `${path}[${at}]`), `${path}[${at}]`);
  });
}

function checkButton(dialect: Dialect, button: Fields, path: string): void {
  const { check, rules } = dialect;
  const type = check.oneOf(button.type, `${path}.type`, rules.buttons);
  const untitled = type === "account_link" || type === "account_unlink";
  if (!untitled) check.string(button.title, `${path}.title`, { max: BUTTON_TITLE });
  if (type === "web_url" || type === "account_link") check.url(button.url, `${path}.url`);
  if (type === "postback") check.string(button.payload, `${path}.payload`, { max: PAYLOAD });
  if (type === "phone_number" && !/^\+[1-9]\d{6,14}$/.test(String(button.payload))) {
    throw dialect.refuse(100, `${path}.payload must be a phone number like +15551234567`);
  }
}

function checkMediaTemplate(dialect: Dialect, payload: Fields, path: string): string {
  const { check } = dialect;
  const [only] = check.array(payload.elements, `${path}.elements`, 1, 1);
  const element = check.object(only, `${path}.elements[0]`, [
    "media_type",
    "attachment_id",
    "url",
    "buttons",
  ]);
  check.oneOf(element.media_type, `${path}.elements[0].media_type`, ["image", "video"]);
  if ((element.attachment_id === undefined) === (element.url === undefined)) {
    throw dialect.refuse(100, `${path}.elements[0] must have either attachment_id or url`);
  }
  if (element.url !== undefined) {
    const { hostname } = new URL(check.url(element.url, `${path}.elements[0].url`));
    if (!/(^|\.)facebook\.com$/.test(hostname)) {
      throw dialect.refuse(100, `${path}.elements[0].url must be a facebook.com URL`);
    }
  }
  if (element.buttons !== undefined) checkButtons(dialect, element.buttons, `${path}.elements[0].buttons`, 0);
  return "";
}

function checkGrid(dialect: Dialect, payload: Fields, path: string): string {
  const { check } = dialect;
  check.array(payload.images ?? payload.elements, `${path}.images`, GRID.min, GRID.max);
  if (payload.buttons !== undefined) checkButtons(dialect, payload.buttons, `${path}.buttons`, 0);
  if (payload.subtitle !== undefined)
    check.string(payload.subtitle, `${path}.subtitle`, { max: GRID.subtitle });
  return payload.title === undefined ? "" : check.string(payload.title, `${path}.title`, { max: GRID.title });
}
