import type { StoredFile } from "../domain/attachment.ts";
import { readMessageId } from "../domain/ids.ts";
import type { KeyHolder, Reader } from "../messaging/message-ports.ts";
import { conversationOf } from "./conversations.ts";
import type { Item, Items, Key } from "./items.ts";
import { keys } from "./keys.ts";
import { viewOf } from "./messages.ts";

/** All that one request needs, in one consistent read: every key is computable from the request. */
export const reader = (items: Items): Reader => ({
  async readForAccept({ key_hash, conversation_id, file_ids, reply_to }) {
    const reply = reply_to === undefined ? undefined : readMessageId(reply_to)?.message_id;
    const wanted: Key[] = [
      keys.conversation(conversation_id),
      ...(key_hash === undefined ? [] : [keys.apiKey(key_hash)]),
      ...file_ids.map((id) => keys.file(id)),
      ...(reply === undefined
        ? []
        : [keys.message(conversation_id, reply), keys.state(conversation_id, reply)]),
    ];
    const found = (await items.read(wanted))[Symbol.iterator]();
    const next = (): Item | undefined => found.next().value ?? undefined;
    return {
      conversation: conversationOf(next()),
      holder: key_hash === undefined ? undefined : (next() as KeyHolder | undefined),
      files: file_ids.map(() => next()?.file as StoredFile | undefined),
      replyTo: reply === undefined ? undefined : viewOf(next(), next()),
    };
  },
});
