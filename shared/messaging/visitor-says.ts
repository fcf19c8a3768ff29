import { createHash, randomUUID } from "node:crypto";
import { readKey } from "../attachments/s3-urls.ts";
import { type FileRef, shownKindOf } from "../domain/attachment.ts";
import type { ExternalConversation } from "../domain/conversation.ts";
import { unprocessable, violation } from "../domain/errors.ts";
import type { IncomingAttachment, IncomingContent } from "../domain/incoming.ts";
import { type Tapped, tapContent } from "./plain-offers.ts";
import { filesIn, PlainFile, PlainPayload } from "./plain-payload.ts";
import type { ReceivedFrom } from "./receive-incoming.ts";
import type { VisitorItem, VisitorStore } from "./visitor-ports.ts";
import { type ShowDeps, show } from "./visitor-show.ts";

export interface SayDeps extends ShowDeps {
  visitors: Pick<VisitorStore, "add" | "named" | "connections" | "disconnect">;
  receiveIncoming(message: ReceivedFrom): Promise<unknown>;
}

/** What a visitor wrote: a text, files or both. */
export interface Said {
  text?: string | undefined;
  /** Puts the files away; asked for unless the message is known already. */
  files?: (() => Promise<FileRef[]>) | undefined;
  /** What was tapped to say the text, and the item that offered it. */
  tapped?: { reply: Tapped; on: string } | undefined;
  echo_id?: string | undefined;
  /** Another name that makes it the same message when it comes again. */
  key?: string | undefined;
}

/**
 * Takes what a visitor wrote. The visitor's list comes first, because it keeps one item an id: when the same name
 * comes again (its answer was lost, two tries ran at once, or storing stopped half-way), the first item's time and
 * content are handed on again, whatever the new ones are, and what made one message then makes the same one now.
 * `from`: the connection it came over, which knows it already.
 */
export const visitorSays =
  (deps: SayDeps) =>
  async (conversation: ExternalConversation, said: Said, from?: string): Promise<VisitorItem> => {
    if (said.text === undefined && !said.files) throw nothingSaid();
    const id = itemId(conversation.id, nameOf(said));
    const known = said.files && (await deps.visitors.named(conversation.id, id));
    const item =
      known ??
      (await deps.visitors.add(conversation.id, {
        id,
        direction: "incoming",
        payload: payloadOf(said, (await said.files?.()) ?? []),
        ...(said.echo_id !== undefined && { echo_id: said.echo_id }),
        created_at: deps.now().toISOString(),
      }));
    await deps.receiveIncoming({
      account: conversation.account,
      conversation,
      provider_message_id: item.id,
      ...contentOf(PlainPayload.parse(item.payload)),
      at: new Date(item.created_at),
    });
    // The other tabs of the same browser; one that misses it catches up.
    await show(deps, conversation.id, item, from);
    return item;
  };

const nothingSaid = () =>
  unprocessable([violation("/content", "blank", "There is neither a text nor a file.")]);

const nameOf = ({ echo_id, key }: Said): string =>
  echo_id ?? (key === undefined ? randomUUID() : `key\n${key}`);

/** 32 characters, so never a part's id (27); of the conversation too, so no visitor can name another's. */
const itemId = (conversationId: number, name: string): string =>
  createHash("sha256").update(`${conversationId}\n${name}`).digest("hex").slice(0, 32);

const payloadOf = ({ text, tapped }: Said, files: FileRef[]): PlainPayload => {
  const [file, ...more_files] = files.map((one) => PlainFile.parse(one));
  const reply = tapped && { reply_to: tapped.on, tapped: tapped.reply };
  if (!file) return { type: "text", text: text ?? "", ...reply };
  return {
    type: shownKindOf(file.type),
    ...(text !== undefined && { text }),
    file,
    ...(more_files.length > 0 && { more_files }),
  };
};

/** The same as the organization's members see it. */
const contentOf = (payload: PlainPayload): { text: string | null; content?: IncomingContent } => {
  if (payload.type === "text") {
    const { text, tapped, reply_to } = payload;
    return { text, ...(tapped && { content: tapContent(tapped, reply_to) }) };
  }
  const attachments = filesIn(payload).map(attachmentOf);
  const [first] = attachments;
  const text = "text" in payload ? (payload.text ?? null) : null;
  return { text, content: { ...(first && { message_type: first.kind }), attachments } };
};

/** Their bytes came with the message: there is nothing to wait for. */
const attachmentOf = (file: PlainFile): IncomingAttachment => ({
  kind: shownKindOf(file.type),
  state: "not_fetched",
  arrival: { state: "fetched", file: { id: readKey(file.key)!.file_id, ...file } },
});
