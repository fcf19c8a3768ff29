import { VisitorContact } from "../domain/visitor-contact.ts";
import type { VisitorContactStore } from "../messaging/visitor-ports.ts";
import { ABSENT, type Items } from "./items.ts";
import { keys } from "./keys.ts";

export const visitorContactStore = (items: Items): VisitorContactStore => ({
  add: async (account, hash, contact) =>
    (await items.write({ put: { ...keys.visitorContact(account, hash), contact }, if: ABSENT })).ok,

  async get(account, hash) {
    const [item] = await items.read([keys.visitorContact(account, hash)]);
    return item && VisitorContact.parse(item.contact);
  },
});
