import { callerOf, type Proof } from "./caller.ts";
import type { Reader } from "./message-ports.ts";

/** What `read` refuses is told to members only: a stranger with a broken request is a stranger first. */
export const strangersFirst = async <T>(reader: Reader, proof: Proof, read: () => T): Promise<T> => {
  try {
    return read();
  } catch (refusal) {
    if ("key_hash" in proof) {
      const { holder } = await reader.readForAccept({ ...proof, conversation_id: 0, file_ids: [] });
      callerOf(proof, holder);
    }
    throw refusal;
  }
};
