import { violation } from "../../shared/domain/errors.ts";
import type { InteractiveList } from "../../shared/domain/rich.ts";
import { numbered } from "../../shared/messaging/numbered-text.ts";
import { underText } from "./body.ts";
import type { Rows } from "./bubbles.ts";
import { adaptation, type Draft, hasWords, refused } from "./draft.ts";
import { draftText } from "./draft-text.ts";
import { LIST } from "./interactive-limits.ts";

const PATH = "/interactive";

/** A list as it is given, or as a text with numbers where WhatsApp takes no such list. */
export const draftList = (given: InteractiveList, from: number): Draft => {
  const text = given.body?.text;
  if (!hasWords(text)) return refused(violation(`${PATH}/body`, "text_required", NO_BODY));
  const list = rowsOf(given);
  const why = misfit(list);
  return why === undefined ? asList(text, list) : asText(given, why, from);
};

const asList = (text: string, list: Rows): Draft =>
  underText(text, `${PATH}/body`, (body) => ({ kind: "list", body, list }));

const asText = (given: InteractiveList, why: string, from: number): Draft => {
  const { lines, choices } = numbered({ list: given }, from);
  const draft = draftText(lines.join("\n"), PATH);
  const told = adaptation("list_as_text", PATH, `${why}: it leaves as a text with numbers.`);
  return { ...draft, adaptations: [told, ...draft.adaptations], choices };
};

/** Blank words are none: WhatsApp refuses them. */
const rowsOf = ({ header, footer, action }: InteractiveList): Rows => ({
  ...(hasWords(header?.text) && { header: header.text }),
  ...(hasWords(footer?.text) && { footer: footer.text }),
  button: action.button,
  sections: action.sections.map(({ title, rows }) => ({
    ...(title !== undefined && { title }),
    rows: rows.map(({ id, title, description }) => ({
      title,
      payload: id,
      ...(hasWords(description) && { description }),
    })),
  })),
});

/** The first thing WhatsApp would refuse. A list of several sections has a title for each. */
const misfit = ({ header = "", footer = "", button, sections }: Rows): string | undefined => {
  const rows = sections.flatMap((section) => section.rows);
  const long: [string, (string | undefined)[], number][] = [
    ["a header", [header], LIST.header],
    ["a footer", [footer], LIST.footer],
    ["a label", [button], LIST.button],
    ["section titles", sections.map(({ title }) => title), LIST.sectionTitle],
    ["row titles", rows.map(({ title }) => title), LIST.title],
    ["descriptions", rows.map(({ description }) => description), LIST.description],
  ];
  if (rows.length > LIST.rows) return `A list on WhatsApp has ${LIST.rows} rows, this one ${rows.length}`;
  if (sections.length > 1 && sections.some(({ title }) => title === undefined)) return UNTITLED;
  const found = long.find(([, texts, max]) => texts.some((text) => (text ?? "").length > max));
  return found && `A list on WhatsApp has ${found[0]} of ${found[2]} characters at most`;
};

const UNTITLED = "A list of several sections on WhatsApp has a title for each";
const NO_BODY = "A list stands under a text: give interactive.body.text, or message_text.";
