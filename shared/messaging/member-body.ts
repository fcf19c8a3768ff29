import * as z from "zod";
import { type Violation, violation } from "../domain/errors.ts";
import { absent } from "./rich-body.ts";

/** Members called to one note; each is looked up. */
const MAX_PAGES = 50;

/** What the one body says of members: who writes, whom a note calls, and that they need not see the conversation. */
export const MEMBER_FIELDS = {
  /** A member's id; absent: the key's own. */
  author_id: z.preprocess(absent, z.string().optional()),
  /** Members' ids. */
  pages: z.preprocess(
    (given) => (Array.isArray(given) && given.length === 0 ? undefined : absent(given)),
    z.array(z.string().min(1)).optional(),
  ),
  /** A conversation that is archived stays so; one that is not is left as it is. */
  stay_archived: z.preprocess(absent, z.boolean().optional()),
};

/** A page calls a member to a note: on a message it would be lost, or be read by the contact. */
export const pageViolations = (pages: string[] = [], message_type: string | undefined): Violation[] => {
  if (pages.length > MAX_PAGES) {
    return [violation("/pages", "too_many_pages", `At most ${MAX_PAGES} pages, not ${pages.length}.`)];
  }
  if (message_type === "note") return [];
  return pages.map((_, index) =>
    violation(`/pages/${index}`, "page_not_expected", "Only a note calls members: a contact would read it."),
  );
};
