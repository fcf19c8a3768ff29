import type { Adaptation, Content } from "../../domain/message.ts";
import type { Button, InteractiveList, QuickReply } from "../../domain/rich.ts";
import { contactText, locationText } from "../../messaging/numbered-text.ts";
import { isChoice } from "./page-buttons.ts";
import { adaptation, type PageDialect } from "./page-draft.ts";
import { QUICK_REPLIES } from "./page-limits.ts";

/** What is said in words, with what can be tapped beneath it. Places, people and menus have no form of their own. */
export interface Said {
  text: string;
  /** Where the text comes from. */
  path: string;
  buttons: Button[];
  quickReplies: QuickReply[];
  /** A menu that is shown as numbered lines. */
  list?: InteractiveList;
  adaptations: Adaptation[];
}

export const saidIn = (dialect: PageDialect, content: Content): Said => {
  const { text = "", buttons = [], quickReplies = [], location, contacts, list } = content;
  if (location) return plain(dialect, "location", locationText(location));
  if (contacts) return plain(dialect, "contacts", contacts.map(contactText).join("\n\n"));
  if (list) return menu(dialect, list);
  return { text, path: "/message_text", buttons, quickReplies, adaptations: [] };
};

const plain = ({ provider }: PageDialect, kind: "location" | "contacts", text: string): Said => {
  const path = `/${kind}`;
  const message = `${provider} takes no ${kind} of a sender: it is sent as text.`;
  const adaptations = [adaptation(`${kind}_as_text`, path, message)];
  return { text, path, buttons: [], quickReplies: [], adaptations };
};

/** A menu's rows are quick replies, which say no more than their title: the rest of it is in the text. */
const menu = ({ provider }: PageDialect, list: InteractiveList): Said => {
  const rows = list.action.sections.flatMap((section) => section.rows);
  const quickReplies = rows.map(({ id, title }) => ({ title, payload: id }));
  const path = "/interactive";
  const common = { path, buttons: [] };
  if (rows.length <= QUICK_REPLIES && quickReplies.every(isChoice)) {
    const message = `${provider} has no lists: its rows are quick replies.`;
    const adaptations = [adaptation("list_as_quick_replies", path, message)];
    return { ...common, text: aboutRows(list), quickReplies, adaptations };
  }
  const message = `${provider} has no lists, and quick replies have no room for this one: its rows are numbered lines.`;
  return {
    ...common,
    text: "",
    quickReplies: [],
    list,
    adaptations: [adaptation("list_as_text", path, message)],
  };
};

/** All words of a menu that its quick replies do not say; if there are none, those of the button that opens it. */
const aboutRows = ({ header, body, footer, action }: InteractiveList): string => {
  const lines = [header?.text, body?.text, ...action.sections.flatMap(aboutSection), footer?.text];
  return lines.filter((line) => line?.trim()).join("\n") || action.button;
};

type Section = InteractiveList["action"]["sections"][number];

const aboutSection = ({ title, rows }: Section): string[] => [
  ...(title === undefined ? [] : [title]),
  ...rows.flatMap((row) => {
    if (row.description) return [`${row.title}: ${row.description}`];
    return title === undefined ? [] : [row.title];
  }),
];
