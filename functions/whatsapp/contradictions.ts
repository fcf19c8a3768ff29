import { MediaKind } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { Content } from "../../shared/domain/message.ts";
import { hasWords } from "./draft.ts";

/** Fields that cannot go together, or lack each other; each is named with what to do about it. */
export const contradictions = (content: Content): Violation[] => {
  const { type, text, media, template, cards, buttons, quickReplies } = content;
  if (type === "template") return besideTemplate(text, media.length);
  const found: Violation[] = [];
  if (template !== undefined) found.push(violation("/template", "template_not_expected", NOT_A_TEMPLATE));
  if (type === "text" && media.length > 0) found.push(violation("/s3_key", "text_with_file", TEXT_WITH_FILE));
  if (isMediaType(type) && media.length === 0) found.push(violation("/s3_key", "missing_file", NO_FILE));
  if (hasWords(text)) return found;
  if (buttons || quickReplies) found.push(violation("/message_text", "text_required", NO_BUBBLE));
  else if (type === "text" && !cards) found.push(violation("/message_text", "empty_message", NO_TEXT));
  return found;
};

const isMediaType = (type: Content["type"]): boolean => MediaKind.safeParse(type).success;

const besideTemplate = (text: string | undefined, files: number): Violation[] => [
  ...(hasWords(text) ? [violation("/message_text", "template_with_text", TEMPLATE_WITH_TEXT)] : []),
  ...(files === 0 ? [] : [violation("/s3_key", "template_with_file", TEMPLATE_WITH_FILE)]),
];

const NOT_A_TEMPLATE = 'A template is sent with message_type "template".';
const TEXT_WITH_FILE = "A text carries no file: leave message_type out, or name the file's kind.";
const NO_TEXT = "A text message needs message_text.";
const NO_BUBBLE = "Buttons and quick replies stand under a text: give message_text.";
const NO_FILE = "Name the uploaded file: s3_key, s3_path or conversation_file_id.";
const TEMPLATE_WITH_TEXT =
  "A template brings its own text: leave message_text out and fill its variables in template.components.";
const TEMPLATE_WITH_FILE =
  "A template takes its media in a header component, as link or id: leave the file out and name it there.";
