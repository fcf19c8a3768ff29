import { expect, it } from "vitest";
import { pageId } from "../../shared/domain/ids.ts";
import type { Note } from "../../shared/domain/message.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { pageStore } from "../../shared/store/pages.ts";
import { onBothDatabases } from "./backends.ts";
import { incomingOf, NOW, nextWhole, noteOf } from "./store-fixtures.ts";

const at = NOW.toISOString();

onBothDatabases("the pages of a note", (items) => {
  const store = () => pageStore(items());
  const written = async () => {
    const note = noteOf(nextWhole());
    const pages = ["agent", "billing"].map((member_id, place) => ({ id: pageId(note.id, place), member_id }));
    const message: Note = { ...note, pages };
    await messageStore(items()).addNote(message);
    return { message, pages, ref: { conversation_id: note.conversation_id, message_id: note.id } };
  };

  it("are unresolved at first, and each is resolved alone, wherever the note is shown", async () => {
    const { message, pages, ref } = await written();
    expect(await messageStore(items()).get(ref)).toEqual({ kind: "note", message });
    const resolved = { at, by: "billing" };
    const shown = { ...message, pages: [pages[0], { ...pages[1], resolved }] };
    expect(await store().resolve(ref, 1, resolved)).toEqual(shown);
    expect(await messageStore(items()).get(ref)).toEqual({ kind: "note", message: shown });
    const { data } = await messageStore(items()).list(ref.conversation_id, { limit: 5 });
    expect(data).toEqual([{ kind: "note", message: shown }]);
  });

  it("are resolved once: whoever comes later is told who was first", async () => {
    const { ref } = await written();
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, who) => store().resolve(ref, 0, { at, by: `${who}` })),
    );
    const told = all.map((note) => note?.pages?.[0]?.resolved?.by);
    expect(new Set(told).size).toBe(1);
    expect((await store().resolve(ref, 0, { at: "later", by: "x" }))?.pages?.[0]?.resolved).toEqual({
      at,
      by: told[0],
    });
  });

  it("of nothing, or of what is no note, change nothing", async () => {
    const resolved = { at, by: "agent" };
    const absent = { conversation_id: nextWhole(), message_id: "absent" };
    expect(await store().resolve(absent, 0, resolved)).toBeUndefined();
    expect((await messageStore(items()).list(absent.conversation_id, { limit: 5 })).data).toEqual([]);
    const message = incomingOf(nextWhole());
    await messageStore(items()).addIncoming(message);
    const ref = { conversation_id: message.conversation_id, message_id: message.id };
    expect(await store().resolve(ref, 0, resolved)).toBeUndefined();
    expect(await messageStore(items()).get(ref)).toEqual({ kind: "incoming", message });
  });
});
