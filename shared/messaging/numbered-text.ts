import type {
  Button,
  Card,
  Choice,
  InteractiveList,
  QuickReply,
  SentContact,
  SentLocation,
} from "../domain/rich.ts";

/** Lines of plain text, and what their numbers stand for: `choices[0]` bears the first number asked for. */
export interface Numbered {
  lines: string[];
  choices: Choice[];
}

/** What a contact can choose from, or look at. */
export interface Offered {
  buttons?: Button[] | undefined;
  quickReplies?: QuickReply[] | undefined;
  card?: Card | undefined;
  list?: InteractiveList | undefined;
}

/**
 * The text of what a channel cannot show: what answers becomes "1. Title", the rest "Title: address". Numbers begin
 * at `from`, so that they run through a whole message: `from` of the next call is 1 + the choices so far.
 */
export const numbered = ({ buttons = [], quickReplies = [], card, list }: Offered, from = 1): Numbered => {
  const lines = [
    ...(card ? cardLines(card) : []),
    ...(list ? listLines(list) : []),
    ...buttons.map(buttonLine),
    ...quickReplies.map(answer),
  ];
  const choices = lines.flatMap((line) => (typeof line === "string" ? [] : [line.choice]));
  return { lines: numberLines(lines, from), choices };
};

/** A line as it stands, or one that gets the next number. */
type Line = string | { choice: Choice; description?: string | undefined };

const numberLines = (lines: Line[], from: number): string[] => {
  let number = from;
  return lines.map((line) => (typeof line === "string" ? line : `${number++}. ${wordsOf(line)}`));
};

const wordsOf = ({ choice, description }: Exclude<Line, string>): string =>
  description ? `${choice.title}: ${description}` : choice.title;

const answer = ({ title, payload }: QuickReply): Line => ({ choice: { title, payload } });

const buttonLine = (button: Button): Line => {
  if (button.type === "reply") return answer(button);
  return `${button.title}: ${button.type === "url" ? button.url : button.payload}`;
};

const cardLines = ({ title, subtitle, buttons = [] }: Card): Line[] => [
  title,
  ...(subtitle ? [subtitle] : []),
  ...buttons.map(buttonLine),
];

const listLines = ({ header, body, footer, action }: InteractiveList): Line[] => [
  ...(header ? [header.text] : []),
  ...(body ? [body.text] : []),
  ...action.sections.flatMap(({ title, rows }) => [
    ...(title === undefined ? [] : [title]),
    ...rows.map((row) => ({ choice: { title: row.title, payload: row.id }, description: row.description })),
  ]),
  ...(footer ? [footer.text] : []),
];

/** A place: https://developers.google.com/maps/documentation/urls/get-started#search-action */
export const locationText = ({ latitude, longitude, name, address }: SentLocation): string =>
  [
    ...(name ? [name] : []),
    ...(address ? [address] : []),
    `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`,
  ].join("\n");

/** A contact's card, a line for each thing known. */
export const contactText = ({ name, org, phones, emails, urls, addresses, birthday }: SentContact): string =>
  [
    name.formatted_name,
    ...(org ? [[org.title, org.department, org.company].filter(Boolean).join(", ")] : []),
    ...(phones ?? []).map(({ phone }) => phone),
    ...(emails ?? []).map(({ email }) => email),
    ...(urls ?? []).map(({ url }) => url),
    ...(addresses ?? []).map(addressText),
    ...(birthday ? [birthday] : []),
  ]
    .filter((line) => line !== "")
    .join("\n");

/** Meta's fields, in the order they are written on a letter; `country_code` and `type` say nothing more. */
const addressText = (address: Record<string, string>): string =>
  ["street", "city", "state", "zip", "country"].flatMap((field) => address[field] || []).join(", ");
