import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { Template } from "./template.ts";
import type { Component } from "./template-components.ts";
import type { TemplateShape } from "./template-shape.ts";

type Sent = { component: Component; path: string };
type Of<T extends Component["type"]> = Extract<Component, { type: T }>;

/** What a send has otherwise than the approved template, each where it stands, with what the template expects. */
export const misfits = ({ components = [] }: Template, shape: TemplateShape): Violation[] => {
  const sent = components.map((component, index) => ({ component, path: `${LIST}/${index}` }));
  return [
    ...headerMisfits(only(sent, "header"), shape),
    ...bodyMisfits(only(sent, "body"), shape),
    ...buttonMisfits(sent, shape),
    ...cardMisfits(only(sent, "carousel"), shape),
  ];
};

const LIST = "/template/components";

type Found<T extends Component["type"]> = { component: Of<T>; path: string } | undefined;

const only = <T extends Component["type"]>(sent: Sent[], type: T): Found<T> => {
  const found = sent.find(({ component }) => component.type === type);
  return found && { component: found.component as Of<T>, path: found.path };
};

const misfit = (path: string, message: string): Violation => violation(path, "template_mismatch", message);

const headerMisfits = (sent: Found<"header">, { header }: TemplateShape): Violation[] => {
  if (!header) return [];
  const expected =
    header.kind === "none"
      ? "The template's header takes no parameter"
      : `The template's header takes one ${header.kind}`;
  if (!sent)
    return header.kind === "none" ? [] : [misfit(LIST, `${expected}: add a header component with it.`)];
  const given = sent.component.parameters[0]?.type;
  if (header.kind === "none") return [misfit(sent.path, `${expected}: leave the header component out.`)];
  return given === header.kind
    ? []
    : [misfit(`${sent.path}/parameters/0/type`, `${expected}, not ${given ?? "nothing"}.`)];
};

const bodyMisfits = (sent: Found<"body">, { body, named }: TemplateShape): Violation[] => {
  if (!body) return [];
  const given = sent?.component.parameters ?? [];
  const at = sent ? (sent.component.parameters ? `${sent.path}/parameters` : sent.path) : LIST;
  const called = named ? ` (${body.join(", ")})` : "";
  const expected = `The template's body takes ${counted(body.length)}${called}`;
  if (given.length !== body.length) return [misfit(at, `${expected}, not ${given.length}.`)];
  return given.flatMap(({ parameter_name: name }, index) => {
    const path = `${at}/${index}/parameter_name`;
    if (named && name === undefined) return [misfit(path, `${expected}, each with its parameter_name.`)];
    if (named && !body.includes(name ?? "")) return [misfit(path, `${expected}; ${name} is none of them.`)];
    return !named && name !== undefined
      ? [misfit(path, "The template's variables are numbered: leave parameter_name out.")]
      : [];
  });
};

const counted = (count: number): string =>
  count === 0 ? "no parameter" : count === 1 ? "1 parameter" : `${count} parameters`;

const buttonMisfits = (sent: Sent[], { buttons }: TemplateShape): Violation[] => {
  if (!buttons) return [];
  const given = new Set<number>();
  const wrong = sent.flatMap(({ component, path }) => {
    if (component.type !== "button") return [];
    const index = Number(component.index);
    given.add(index);
    const button = buttons[index];
    if (!button)
      return [misfit(`${path}/index`, `The template has ${buttonsOf(buttons.length)}, counted from 0.`)];
    if (button.takes === undefined || button.takes === component.sub_type) return [];
    return button.takes === "nothing"
      ? [misfit(path, `The template's button ${index} takes no parameter: leave this component out.`)]
      : [
          misfit(
            `${path}/sub_type`,
            `The template's button ${index} takes ${button.takes}, not ${component.sub_type}.`,
          ),
        ];
  });
  const missing = buttons.flatMap(({ required, takes }, index) =>
    required && !given.has(index)
      ? [misfit(LIST, `The template's button ${index} needs a button component with its ${takes} parameter.`)]
      : [],
  );
  return [...wrong, ...missing];
};

const buttonsOf = (count: number): string =>
  count === 0 ? "no button" : count === 1 ? "1 button" : `${count} buttons`;

const cardMisfits = (sent: Found<"carousel">, { cards }: TemplateShape): Violation[] => {
  const given = sent?.component.cards.length ?? 0;
  if (cards === undefined || given === cards) return [];
  const expected =
    cards === 0 ? "The template has no carousel" : `The template's carousel has ${cards} cards`;
  return [misfit(sent ? `${sent.path}/cards` : LIST, `${expected}; these are ${given}.`)];
};
