import { FileKind } from "../domain/attachment.ts";
import { unprocessable, type Violation, violation } from "../domain/errors.ts";
import { type Ids, pageId, requestIdOf } from "../domain/ids.ts";
import type { Note, Page } from "../domain/message.ts";
import { type Window, windowOf } from "../domain/window.ts";
import type { Accepted, Call } from "./accept-outgoing.ts";
import type { ConversationStore } from "./directory-ports.ts";
import { documentOf } from "./message-document.ts";
import type { MessageStore } from "./message-ports.ts";
import { unexpected } from "./message-type.ts";
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
  { preview, tracked = false }: Pick<Call, "preview" | "tracked">,
): Promise<Accepted> => {
  const { conversation, request } = asked;
  const now = deps.now();
  const window = windowOf(...openedIn(asked), now);
  const violations = violationsIn(asked);
  if (preview) return { status: 200, preview: previewOf(asked, window, violations) };
  if (violations.length > 0) {
    const made = keyed && (await alreadyMade(deps, keyed));
    if (made) return { status: 201, document: documentOf(made, window), replayed: true };
    throw unprocessable(violations);
  }
  const id = deps.ids.time(now);
  const turn = keyed ? await takeTurn(deps, keyed, id) : { message_id: id };
  if ("replay" in turn) return { status: 201, document: documentOf(turn.replay, window), replayed: true };
  const note = noteOf(asked, turn.message_id, tracked, now);
  await deps.messages.addNote(note);
  if (conversation.archived && !request.stay_archived)
    await deps.conversations.archive(conversation.id, false);
  return { status: 201, document: documentOf({ kind: "note", message: note }, window), replayed: false };
};

const openedIn = ({ conversation }: Understood): [Parameters<typeof windowOf>[0], Opened] =>
  conversation.kind === "external" ? [conversation.channel, conversation.opened] : ["webchat", undefined];
type Opened = Parameters<typeof windowOf>[1];

/** What is said openly among members has no more than a note may have: there is no channel for the rest. */
const violationsIn = ({ violations, request, type, content: { media } }: Understood): Violation[] => [
  ...violations,
  ...(type === "note" ? [] : unexpected(request, "note", media)),
  ...media.flatMap((one) =>
    "url" in one ? [violation(one.path, "not_supported", "A note takes uploaded files only.")] : [],
  ),
];

const noteOf = (asked: Understood, id: string, tracked: boolean, now: Date): Note => {
  const { conversation, content, caller, request, type } = asked;
  return {
    id,
    ...(type !== "note" && { message_type: FileKind.safeParse(type).data ?? "text" }),
    organization_id: conversation.organization_id,
    conversation_id: conversation.id,
    channel: conversation.kind === "external" ? conversation.channel : null,
    message_text: content.text ?? null,
    files: content.media.flatMap((media) => ("file" in media ? [media.file] : [])),
    ...(request.pages && { pages: pagesOf(id, request.pages) }),
    ...(tracked && { request_id: requestIdOf(id) }),
    author: caller.author,
    created_at: now.toISOString(),
  };
};

/** A member is called once, however often they are named. */
const pagesOf = (id: string, members: string[]): Page[] =>
  [...new Set(members)].map((member_id, index) => ({ id: pageId(id, index), member_id }));

const previewOf = ({ conversation, type }: Understood, window: Window, violations: Violation[]) => ({
  preview: true as const,
  channel: conversation.kind === "external" ? conversation.channel : "none",
  conversation_id: conversation.id,
  message_type: type,
  parts: [],
  adaptations: [],
  window,
  violations,
});
