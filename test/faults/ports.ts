import type { Items, Write } from "../../shared/store/items.ts";
import { keyOf } from "../../shared/store/items.ts";
import type { Instance } from "./instance.ts";

/** What a write is about, in a word that kill points name. */
export const nameOf = (change: Write): string => {
  const { pk, sk } = keyOf(change);
  if ("remove" in change) return "remove due";
  if (pk.startsWith("idempotency#")) return "write key";
  if (pk.startsWith("due")) return sk === "cursor" ? "write cursor" : "write due";
  if (!sk.startsWith("message#")) return "write conversation";
  if (!sk.endsWith("#state")) return "write message";
  if ("put" in change) return "write state";
  return Object.keys(change.set ?? {}).some((name) => name.endsWith("_intent"))
    ? "write intent"
    : "write outcome";
};

/** The database as one instance reaches it. */
export const itemsFor = (instance: Instance, items: Items): Items => ({
  read: (keys) => instance.call("read", () => items.read(keys)),
  write: (change) => instance.call(nameOf(change), () => items.write(change)),
  writeAll: (changes) => instance.call("write all", () => items.writeAll(changes)),
  list: (pk, range) => instance.call("list", () => items.list(pk, range)),
  listIndex: (gpk, range) => instance.call("list", () => items.listIndex(gpk, range)),
});
