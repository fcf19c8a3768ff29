import { CAROUSEL, COUPON, TEMPLATE } from "./limits.ts";
import type { CardComponent, Component } from "./template-components.ts";

/** Something that no single field shows: `path` leads there from the list of components. */
export interface Breach {
  path: (string | number)[];
  code: string;
  message: string;
}

type Carousel = Extract<Component, { type: "carousel" }>;
type Named = { type: string; parameter_name?: string | undefined };

/** The rules that hold between the components of one template. */
export const breaches = (components: Component[]): Breach[] => [
  ...repeated(components),
  ...buttonCounts(components, TEMPLATE.buttons),
  ...longBodies(components),
  ...names(components),
  ...components.flatMap((component, index) =>
    component.type === "carousel" ? cards(component).map((breach) => within(breach, [index, "cards"])) : [],
  ),
];

const within = (breach: Breach, path: Breach["path"]): Breach => ({
  ...breach,
  path: [...path, ...breach.path],
});

/** Each kind stands once, each button on its own place. */
const repeated = (components: (Component | CardComponent)[]): Breach[] => {
  const seen = new Set<string>();
  return components.flatMap((component, index) => {
    const what = component.type === "button" ? `button ${component.index}` : component.type;
    if (!seen.has(what)) {
      seen.add(what);
      return [];
    }
    const at = component.type === "button" ? [index, "index"] : [index, "type"];
    return [{ path: at, code: "repeated", message: `repeats ${what}, which may stand once` }];
  });
};

const buttonCounts = (components: (Component | CardComponent)[], max: number): Breach[] => {
  const kinds = components.flatMap((component) => (component.type === "button" ? [component.sub_type] : []));
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  const over = (have: number, most: number, what: string): Breach[] =>
    have <= most ? [] : [{ path: [], code: "too_many", message: `may have at most ${most} ${what}` }];
  return [
    ...over(kinds.length, max, "buttons"),
    ...over(count("url"), TEMPLATE.urlButtons, "URL buttons"),
    ...over(count("copy_code"), COUPON.buttons, "copy-code button"),
  ];
};

/** Only a template that is nothing but its body may have more text than a body beside something else. */
const longBodies = (components: (Component | CardComponent)[], alone = components.length === 1): Breach[] =>
  components.flatMap((component, index) => {
    if (alone || component.type !== "body") return [];
    return (component.parameters ?? []).flatMap((parameter, at) =>
      parameter.type === "text" && parameter.text.length > TEMPLATE.bodyText
        ? [
            {
              path: [index, "parameters", at, "text"],
              code: "too_long",
              message: `may have at most ${TEMPLATE.bodyText} characters, unless the body is all there is`,
            },
          ]
        : [],
    );
  });

/** A template's variables are all named or all numbered, and a name stands once in a component. */
const names = (components: (Component | CardComponent)[]): Breach[] => {
  const variables = components.flatMap((component, index) => {
    if (component.type !== "header" && component.type !== "body") return [];
    const parameters: Named[] = component.parameters ?? [];
    return parameters.flatMap(({ type, parameter_name }, at) =>
      ["text", "currency", "date_time"].includes(type)
        ? [{ path: [index, "parameters", at, "parameter_name"], component: index, name: parameter_name }]
        : [],
    );
  });
  if (variables.every(({ name }) => name === undefined)) return [];
  const seen = new Set<string>();
  return variables.flatMap(({ path, component, name }) => {
    const key = `${component} ${name}`;
    const again = seen.has(key);
    seen.add(key);
    if (name === undefined)
      return [{ path, code: "required", message: "is required: name all variables, or none" }];
    return again ? [{ path, code: "repeated", message: `repeats the variable ${name}` }] : [];
  });
};

/** Cards count from 0, and all are built alike. */
const cards = ({ cards }: Carousel): Breach[] =>
  cards.flatMap((card, index) => {
    const inside = [
      ...repeated(card.components),
      ...buttonCounts(card.components, CAROUSEL.cardButtons),
      ...longBodies(card.components, false),
      ...names(card.components),
    ].map((breach) => within(breach, [index, "components"]));
    const counted = card.card_index === index ? [] : [miscounted(index)];
    const alike = shape(card.components) === shape(cards[0]?.components ?? []) ? [] : [unlike(index)];
    return [...counted, ...alike, ...inside];
  });

const miscounted = (index: number): Breach => ({
  path: [index, "card_index"],
  code: "invalid",
  message: `must be ${index}: cards count from 0, in their order`,
});

const unlike = (index: number): Breach => ({
  path: [index, "components"],
  code: "cards_differ",
  message: "must have the same components as the first card",
});

const shape = (components: CardComponent[]): string => components.map(shapeOf).join(" ");

const shapeOf = (component: CardComponent): string => {
  if (component.type === "button") return `button:${component.sub_type}:${component.index}`;
  return component.type === "header" ? `header:${component.parameters[0]?.type}` : "body";
};
