import { reportsById } from "../domain/channel.ts";
import type { Change, MessageRef, Through } from "../messaging/message-ports.ts";
import type { Items, Update, Written } from "./items.ts";
import { keys } from "./keys.ts";

/** Room for any id that is taken for one (512 characters), within the 2,048 bytes of a key. */
const MAX_ID_BYTES = 1_536;

/** Whether something can be kept under this provider's id. */
export const isNameable = (providerMessageId: string): boolean =>
  providerMessageId !== "" && Buffer.byteLength(providerMessageId) <= MAX_ID_BYTES;

/**
 * Where the providers' ids in `changes` lead, on channels whose reports bear nothing else. What was reported under
 * such an id before (`reportStore`) stays beside it, and for good: the part is now known.
 */
export const pointersTo = (
  { conversation_id, message_id }: MessageRef,
  changes: Change[],
  account: Through | undefined,
): Update[] => {
  if (account?.channel === undefined || !reportsById(account.channel)) return [];
  const found = new Map<string, Update>();
  for (const change of changes) {
    const id = "fact" in change && change.fact === "sent" ? change.value.provider_message_id : undefined;
    if (id === undefined || !isNameable(id)) continue;
    const keep = { conversation_id, message_id, part: change.part };
    found.set(id, { update: keys.providerMessage(account, id), keep, drop: ["ttl"] });
  }
  return [...found.values()];
};

/**
 * Writes a message's state, together with its pointers when there are any; tries once more when the answer is lost.
 * A transaction does not tell how it left the items, so the state is then read; only its own guard can fail it.
 */
export const writeWith = async (items: Items, state: Update, pointers: Update[]): Promise<Written> => {
  if (pointers.length === 0) return items.write(state).catch(() => items.write(state));
  const all = [state, ...pointers];
  const ok = await items.writeAll(all).catch(() => items.writeAll(all));
  const read = async () => (await items.read([state.update]))[0];
  const item = await read().catch(read);
  return ok ? { ok, item } : { ok, current: item };
};
