import { type Fields, isFields } from "./checks.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { type ListedButton, type ListedTemplate, TEMPLATES } from "./whatsapp-template-list.ts";

/**
 * Checks a sent template against the list. Codes:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export function checkFit(name: string, language: string, components: readonly unknown[]): void {
  if (name.startsWith("sandbox_")) return;
  const template = TEMPLATES.find((one) => one.name === name && one.language === language);
  if (!template || template.status === "PENDING")
    throw whatsappRefusal(132001, `template name (${name}) does not exist in ${language}`);
  if (template.status === "PAUSED") throw whatsappRefusal(132015, `template (${name}) is paused`);
  if (template.status === "DISABLED") throw whatsappRefusal(132016, `template (${name}) is disabled`);
  const sent = components.filter(isFields);
  checkHeader(template, sent);
  checkBody(template, sent);
  checkButtons(template, sent);
}

const partOf = <T extends "HEADER" | "BODY" | "BUTTONS">(template: ListedTemplate, type: T) =>
  template.components.find((one): one is Extract<typeof one, { type: T }> => one.type === type);

const sentAs = (sent: readonly Fields[], type: string): Fields[] =>
  sent.filter((one) => String(one.type).toLowerCase() === type);

const parametersOf = (component: Fields | undefined): Fields[] =>
  Array.isArray(component?.parameters) ? component.parameters.map(Object) : [];

function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name))];
}

const mismatch = (part: string, given: number, expected: number) =>
  whatsappRefusal(
    132000,
    `${part}: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
  );

function checkHeader(template: ListedTemplate, sent: readonly Fields[]): void {
  const header = partOf(template, "HEADER");
  const given = parametersOf(sentAs(sent, "header")[0]);
  const expected = header === undefined ? 0 : header.format === "TEXT" ? variablesIn(header.text).length : 1;
  const type = header?.format.toLowerCase();
  const wrong = given.find((one) => header !== undefined && one.type !== type);
  if (wrong || (expected === 1 && type !== "text" && given.length === 0)) {
    throw whatsappRefusal(
      132012,
      `header: Format mismatch, expected ${header?.format}, received ${String(wrong?.type ?? "UNKNOWN").toUpperCase()}`,
    );
  }
  if (given.length !== expected) throw mismatch("header", given.length, expected);
}

function checkBody(template: ListedTemplate, sent: readonly Fields[]): void {
  const expected = variablesIn(partOf(template, "BODY")?.text ?? "");
  const given = parametersOf(sentAs(sent, "body")[0]);
  if (given.length !== expected.length) throw mismatch("body", given.length, expected.length);
  if (template.parameter_format !== "NAMED") return;
  const missing = expected.find((name) => !given.some((one) => one.parameter_name === name));
  if (missing !== undefined) throw whatsappRefusal(132000, `body: parameter ${missing} is missing`);
}

function checkButtons(template: ListedTemplate, sent: readonly Fields[]): void {
  const buttons: readonly ListedButton[] = partOf(template, "BUTTONS")?.buttons ?? [];
  const given = new Map(
    sentAs(sent, "button").map((one) => [Number(one.index), String(one.sub_type).toLowerCase()]),
  );
  for (const [index, kind] of given) {
    if (takes(buttons[index]) !== kind)
      throw whatsappRefusal(132018, `buttons: the button at index ${index} takes no ${kind} parameter`);
  }
  for (const [index, button] of buttons.entries()) {
    if (button.type === "URL" && takes(button) === "url" && !given.has(index))
      throw whatsappRefusal(131008, `buttons: Button at index ${index} of type Url requires a parameter`);
  }
}

/** The kind of component this button may have; a fixed address and a phone number have none. */
function takes(button: ListedButton | undefined): string | undefined {
  if (button?.type === "QUICK_REPLY") return "quick_reply";
  return button?.type === "URL" && button.url.includes("{{") ? "url" : undefined;
}
