import type { Note, Page } from "../domain/message.ts";
import type { PageStore } from "../messaging/resolve-page.ts";
import { type Item, type Items, PRESENT } from "./items.ts";
import { keys } from "./keys.ts";

const pageAt = (place: number): string => `page_${place}`;

/** Who resolved a note's pages stands beside it in its item, an attribute each: the note is never rewritten. */
export const pageStore = (items: Items): PageStore => ({
  async resolve({ conversation_id, message_id }, place, resolved) {
    const name = pageAt(place);
    const written = await items.write({
      update: keys.message(conversation_id, message_id),
      set: { [name]: resolved },
      if: { ...PRESENT, kind: { equals: "note" }, [name]: "absent" },
    });
    const item = written.ok ? written.item : written.current;
    return item?.kind === "note" ? withPages(item) : undefined;
  },
});

/** A note of its item, each page with who resolved it. */
export const withPages = (item: Item): Note => {
  const note = item.message as Note;
  if (!note.pages) return note;
  return {
    ...note,
    pages: note.pages.map((page, place) => {
      const resolved = item[pageAt(place)] as Page["resolved"];
      return resolved ? { ...page, resolved } : page;
    }),
  };
};
