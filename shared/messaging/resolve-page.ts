import { notFound, Refusal } from "../domain/errors.ts";
import type { Author, Note, Page } from "../domain/message.ts";
import type { MessageRef, MessageStore, MessageView } from "./message-ports.ts";
import type { Now } from "./ports.ts";

export interface PageStore {
  /** Resolves one page of a note, by its place, unless it is; the note as it is then. Undefined: no such note. */
  resolve(ref: MessageRef, place: number, resolved: NonNullable<Page["resolved"]>): Promise<Note | undefined>;
}

export interface ResolveDeps {
  messages: Pick<MessageStore, "get">;
  pages: PageStore;
  now: Now;
}

/**
 * The member whom a note calls has seen to it. Resolving a resolved page is the same answer again.
 * @throws Refusal 404, 403 (the page calls somebody else).
 */
export const resolvePage =
  ({ messages, pages, now }: ResolveDeps) =>
  async (ref: MessageRef, pageId: string, { member_id }: Author): Promise<MessageView> => {
    const view = await messages.get(ref);
    if (view?.kind !== "note") throw notFound("page");
    const called = view.message.pages ?? [];
    const place = called.findIndex(({ id }) => id === pageId);
    const page = called[place];
    if (!page) throw notFound("page");
    if (member_id === null || page.member_id !== member_id) throw somebodyElses();
    if (page.resolved) return view;
    const note = await pages.resolve(ref, place, { at: now().toISOString(), by: member_id });
    if (!note) throw notFound("page");
    return { kind: "note", message: note };
  };

const somebodyElses = (): Refusal =>
  new Refusal(403, "A page is resolved with the key of the member it calls; this one calls another.");
