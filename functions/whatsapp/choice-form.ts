import type { Choice } from "../../shared/domain/rich.ts";
import { LIST, REPLIES } from "./interactive-limits.ts";

/** In which form answers are offered: the first that takes them whole. */
export type Form = "buttons" | "list" | "text";

export const formFor = (replies: Choice[]): Form =>
  areButtons(replies) ? "buttons" : areRows(replies) ? "list" : "text";

/** WhatsApp tells buttons of one title apart in nothing, and refuses them. */
export const areButtons = (replies: Choice[], most: number = REPLIES.count): boolean =>
  replies.length <= most &&
  replies.every(({ title }) => title.length <= REPLIES.title) &&
  new Set(replies.map(({ title }) => title)).size === replies.length;

const areRows = (replies: Choice[]): boolean =>
  replies.length <= LIST.rows && replies.every(({ title }) => title.length <= LIST.title);
