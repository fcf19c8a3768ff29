import { unprocessable, violation } from "../domain/errors.ts";
import type { Ids } from "../domain/ids.ts";
import type { Note } from "../domain/message.ts";
import { windowOf } from "../domain/window.ts";
import type { Accepted } from "./accept-outgoing.ts";
import type { ConversationStore } from "./directory-ports.ts";
import { documentOf } from "./message-document.ts";
import type { MessageStore } from "./message-ports.ts";
import { alreadyMade, type Keyed, type OnceDeps, takeTurn } from "./once.ts";
import type { Understood } from "./read-request.ts";

/** There is no queue here, and no sender: a note has no way out. */
export interface NoteDeps extends OnceDeps {
  messages: Pick<MessageStore, "addNote" | "get">;
  conversations: Pick<ConversationStore, "archive">;
  ids: Ids;
}

/** Keeps what members tell each other, in any state of the window. It is `stored` at once and for good. */
export const storeNote = async (
  deps: NoteDeps,
  asked: Understood,
  keyed: Keyed | undefined,
  preview: boolean,
): Promise<Accepted> => {
  const { conversation, content, caller } = asked;
  const external = conversation.kind === "external" ? conversation : undefined;
  const now = deps.now();
  const window = windowOf(external?.channel ?? "webchat", external?.opened, now);
  const violations = [
    ...asked.violations,
    ...asked.content.media.flatMap((media) =>
      "url" in media ? [violation(media.path, "not_supported", "A note takes uploaded files only.")] : [],
    ),
  ];
  if (preview) {
    const { id: conversation_id } = conversation;
    const channel = external?.channel ?? "none";
    return {
      status: 200,
      preview: {
        preview: true,
        channel,
        conversation_id,
        message_type: "note",
        parts: [],
        adaptations: [],
        window,
        violations,
      },
    };
  }
  if (violations.length > 0) {
    const made = keyed && (await alreadyMade(deps, keyed));
    if (made) return { status: 201, document: documentOf(made, window), replayed: true };
    throw unprocessable(violations);
  }
  const id = deps.ids.time(now);
  const turn = keyed ? await takeTurn(deps, keyed, id) : { message_id: id };
  if ("replay" in turn) return { status: 201, document: documentOf(turn.replay, window), replayed: true };
  const note: Note = {
    id: turn.message_id,
    organization_id: conversation.organization_id,
    conversation_id: conversation.id,
    channel: external?.channel ?? null,
    message_text: content.text ?? null,
    files: content.media.flatMap((media) => ("file" in media ? [media.file] : [])),
    author: caller.author,
    created_at: now.toISOString(),
  };
  await deps.messages.addNote(note);
  if (conversation.archived) await deps.conversations.archive(conversation.id, false);
  return { status: 201, document: documentOf({ kind: "note", message: note }, window), replayed: false };
};
