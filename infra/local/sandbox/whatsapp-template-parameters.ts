import type { Fields } from "./checks.ts";
import { whatsappRefusal } from "./meta-errors.ts";
import { type Context, template as check, checkMedia } from "./whatsapp-checks.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
const HEADER_TEXT = 60;
const BODY_TEXT = 1024;
/** Only when the template is nothing but its body. Same page. */
const LONE_BODY_TEXT = 32_768;
const PAYLOAD = 256;
const COUPON = 15;

const headerTypes = ["text", "image", "video", "document", "location", "product"] as const;
const bodyTypes = ["text", "currency", "date_time"] as const;

/** Checks the parameters of a header or body; answers their text. */
export function checkParameters(
  part: "header" | "body",
  value: unknown,
  base: string,
  alone: boolean,
  context: Context,
): string {
  if (value === undefined && part === "body") return "";
  const list = check.array(value, `${base}.parameters`, part === "header" ? 1 : 0, 100);
  if (part === "header" && list.length > 1) {
    throw whatsappRefusal(132000, "header: number of parameters (1) does not match the number given");
  }
  const names: unknown[] = [];
  const texts = list.map((one, at) => {
    const path = `${base}.parameters[${at}]`;
    const parameter = check.object(one, path);
    names.push(parameter.parameter_name);
    const type = check.oneOf(parameter.type, `${path}.type`, part === "header" ? headerTypes : bodyTypes);
    const max = part === "header" ? HEADER_TEXT : alone ? LONE_BODY_TEXT : BODY_TEXT;
    if (type === "text") return checkTextParameter(parameter, path, max);
    check.only(parameter, path, ["type", type, "parameter_name"]);
    checkObjectParameter(type, check.object(parameter[type], `${path}.${type}`), `${path}.${type}`, context);
    return "";
  });
  checkNames(names, base);
  return texts.join(" ");
}

function checkTextParameter(parameter: Fields, path: string, max: number): string {
  check.only(parameter, path, ["type", "text", "parameter_name"]);
  const text = check.string(parameter.text, `${path}.text`, { max });
  if (/[\n\r\t]| {5}/.test(text)) {
    throw whatsappRefusal(
      132012,
      `${path}.text cannot have new-line/tab characters or more than 4 consecutive spaces`,
    );
  }
  return text;
}

type ObjectType = Exclude<(typeof headerTypes)[number] | (typeof bodyTypes)[number], "text">;

function checkObjectParameter(type: ObjectType, value: Fields, path: string, context: Context): void {
  switch (type) {
    case "image":
    case "video":
    case "document":
      check.only(value, path, type === "document" ? ["id", "link", "filename"] : ["id", "link"]);
      checkMedia(check, value, path, type, context);
      return;
    case "location":
      check.number(value.latitude, `${path}.latitude`, -90, 90);
      check.number(value.longitude, `${path}.longitude`, -180, 180);
      check.string(value.name, `${path}.name`, { max: 1000 });
      check.string(value.address, `${path}.address`, { max: 1000 });
      return;
    case "currency":
      check.string(value.fallback_value, `${path}.fallback_value`, { max: BODY_TEXT });
      if (!/^[A-Z]{3}$/.test(String(value.code)))
        throw whatsappRefusal(132012, `${path}.code must be ISO 4217`);
      if (!Number.isInteger(value.amount_1000))
        throw whatsappRefusal(132012, `${path}.amount_1000 must be an integer`);
      return;
    case "date_time":
      check.string(value.fallback_value, `${path}.fallback_value`, { max: BODY_TEXT });
      return;
    case "product":
      check.string(value.product_retailer_id, `${path}.product_retailer_id`, { max: 256 });
      check.string(value.catalog_id, `${path}.catalog_id`, { max: 64 });
  }
}

/** A template's variables are all named or all numbered. */
function checkNames(names: readonly unknown[], path: string): void {
  const given = names.filter((name) => name !== undefined);
  if (given.length === 0) return;
  if (given.length !== names.length)
    throw whatsappRefusal(132018, `${path}: all parameters need parameter_name, or none`);
  const wrong = given.find((name) => typeof name !== "string" || !/^[a-z0-9_]+$/.test(name));
  if (wrong !== undefined)
    throw whatsappRefusal(132018, `${path}: "${String(wrong)}" is not a parameter name`);
  check.unique(given.map(String), `${path}: parameter names`);
}

const buttonTypes = {
  quick_reply: "payload",
  url: "text",
  copy_code: "coupon_code",
  flow: "action",
  catalog: "action",
  mpm: "action",
} as const;

/** Checks a button component; answers its index. Static URL and phone buttons take no component at all. */
export function checkButton(button: Fields, path: string): string {
  check.only(button, path, ["type", "sub_type", "index", "parameters"]);
  const said = typeof button.sub_type === "string" ? button.sub_type.toLowerCase() : button.sub_type;
  const names = ["quick_reply", "url", "copy_code", "flow", "catalog", "mpm"] as const;
  const kind = check.oneOf(said, `${path}.sub_type`, names);
  const index = check.oneOf(button.index, `${path}.index`, [
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
  ]);
  if (button.parameters === undefined && (kind === "flow" || kind === "catalog")) return index;
  const [first] = check.array(button.parameters, `${path}.parameters`, 1, 1);
  const parameter = check.object(first, `${path}.parameters[0]`);
  const type = check.oneOf(parameter.type, `${path}.parameters[0].type`, [buttonTypes[kind]]);
  check.only(parameter, `${path}.parameters[0]`, ["type", type, "parameter_name"]);
  const value = parameter[type];
  if (type === "action") check.object(value, `${path}.parameters[0].action`);
  else check.string(value, `${path}.parameters[0].${type}`, { max: longest[type] });
  return index;
}

const longest = { payload: PAYLOAD, text: 2000, coupon_code: COUPON };
