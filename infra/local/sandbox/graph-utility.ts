import type { Fields } from "./checks.ts";
import type { Dialect } from "./graph-dialects.ts";

const COMPONENTS = ["header", "body", "buttons"] as const;
const PAYLOAD = 1000;

/**
 * The approved template of a utility message: parameters are texts, with a name where the template was made with
 * names; a button's is its payload. How a header's picture is sent is not said: anything else passes there.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages
 */
export function checkUtilityTemplate({ check, refuse }: Dialect, value: unknown): void {
  const template = check.object(value, "message.template", ["name", "language", "components"]);
  check.string(template.name, "message.template.name", { max: 512 });
  const language = check.object(template.language, "message.template.language", ["code"]);
  check.string(language.code, "message.template.language.code", { max: 32 });
  if (template.components === undefined) return;
  const components = check.array(template.components, "message.template.components", 0, COMPONENTS.length);
  const types = components.map((one, at) => {
    const path = `message.template.components[${at}]`;
    const component = check.object(one, path, ["type", "parameters"]);
    const type = check.oneOf(component.type, `${path}.type`, COMPONENTS);
    const parameters = component.parameters ?? [];
    check.array(parameters, `${path}.parameters`, 0, 100).forEach((parameter, index) => {
      const at = `${path}.parameters[${index}]`;
      checkParameter(type, check.object(parameter, at), at);
    });
    return type;
  });
  check.unique(types, "message.template.components");

  function checkParameter(of: (typeof COMPONENTS)[number], parameter: Fields, path: string): void {
    const type = check.string(parameter.type, `${path}.type`, { max: 32 });
    if (of === "buttons") {
      check.only(parameter, path, ["type", "payload"]);
      check.oneOf(type, `${path}.type`, ["POSTBACK"]);
      check.string(parameter.payload, `${path}.payload`, { max: PAYLOAD });
      return;
    }
    if (type !== "text") {
      if (of === "body") throw refuse(100, `${path}.type must be text`);
      return;
    }
    check.only(parameter, path, ["type", "parameter_name", "text"]);
    check.string(parameter.text, `${path}.text`, { max: 1024 });
    if (parameter.parameter_name !== undefined) {
      check.string(parameter.parameter_name, `${path}.parameter_name`, { max: 64 });
    }
  }
}
