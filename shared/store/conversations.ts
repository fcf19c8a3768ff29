import type { AccountKey } from "../domain/account.ts";
import { addressOf, type Conversation, type ExternalConversation } from "../domain/conversation.ts";
import type { Addresses, ConversationStore } from "../messaging/directory-ports.ts";
import { conversationOf, itemOf } from "./conversation-item.ts";
import { ABSENT, type Items, type Key, PRESENT, type Write } from "./items.ts";
import { keys } from "./keys.ts";
import { listConversations } from "./list-conversations.ts";

export const conversationStore = (items: Items): ConversationStore => {
  const get = async (id: number) => conversationOf((await items.read([keys.conversation(id)]))[0]);

  return {
    get,

    async find(account, contact) {
      const asked = pointersTo(account, contact);
      const pointers = await items.read(asked.map(({ key }) => key));
      const id = pointers.find((pointer) => pointer !== undefined)?.conversation_id;
      const conversation = id === undefined ? undefined : await get(Number(id));
      if (conversation?.kind !== "external") return undefined;
      const missing = asked.filter((_, index) => !pointers[index]).map(({ address }) => address);
      return { conversation, missing: Object.assign({}, ...missing) };
    },

    async contactBy(organizationId, address) {
      const [contact] = await items.read([keys.contact(organizationId, address)]);
      return contact === undefined ? undefined : Number(contact.contact_id);
    },

    add: (conversation) => items.writeAll(writesOf(conversation)),

    addAddresses: (conversation, addresses) => items.writeAll(furtherWrites(conversation, addresses)),

    async archive(id, archived) {
      await items.write({ update: keys.conversation(id), set: { archived }, if: PRESENT });
    },

    async heardFrom(id, opened) {
      const { opened_at, expires_at } = opened;
      const update = keys.conversation(id);
      const later = { opened_at: { below: opened_at }, expires_at: { below: expires_at } };
      const both = await items.write({
        update,
        set: { opened_at, expires_at },
        if: { ...PRESENT, ...later },
      });
      if (both.ok || !both.current) return;
      // After an ad the window ends later than that of a later message: each of the two only moves on.
      for (const [name, value] of Object.entries({ opened_at, expires_at })) {
        if (String(both.current[name] ?? "") >= value) continue;
        await items.write({
          update,
          set: { [name]: value },
          if: { ...PRESENT, [name]: { below: value } },
        });
      }
    },

    async adClicked(id, at) {
      const newer = { ...PRESENT, ad_at: { below: at } };
      await items.write({
        update: keys.conversation(id),
        set: { ad_at: at },
        drop: ["ad_message"],
        if: newer,
      });
    },

    async followsAd(id, clickedAt, providerMessageId) {
      const written = await items.write({
        update: keys.conversation(id),
        keep: { ad_message: providerMessageId },
        if: { ...PRESENT, ad_at: { equals: clickedAt } },
      });
      return written.ok && written.item?.ad_message === providerMessageId;
    },

    async optOut(id, { scope, at }) {
      const newer = { ...PRESENT, opt_at: { below: at } };
      const update = keys.conversation(id);
      await items.write({ update, set: { opt_at: at }, keep: { opted_out: { scope, at } }, if: newer });
    },

    async optIn(id, at) {
      const newer = { ...PRESENT, opt_at: { below: at } };
      await items.write({
        update: keys.conversation(id),
        set: { opt_at: at },
        drop: ["opted_out"],
        if: newer,
      });
    },

    async offer(id, offer) {
      const { message_id: offer_id } = offer;
      const later = { ...PRESENT, offer_id: { below: offer_id } };
      await items.write({ update: keys.conversation(id), set: { offer_id, offer }, if: later });
    },

    list: listConversations(items),
  };
};

/** The contact's addresses one by one, each with where the account's thread with it is found. */
const pointersTo = (
  account: AccountKey,
  { address, user_id }: Addresses,
): { key: Key; address: Addresses }[] => [
  ...(address === undefined ? [] : [{ key: keys.address(account, address), address: { address } }]),
  ...(user_id === undefined ? [] : [{ key: keys.address(account, `user:${user_id}`), address: { user_id } }]),
];

const pointerWrites = (account: AccountKey, contact: Addresses, id: number): Write[] =>
  pointersTo(account, contact).map(({ key }) => ({ put: { ...key, conversation_id: id }, if: ABSENT }));

const writesOf = (conversation: Conversation): Write[] => {
  const row: Write = { put: itemOf(conversation), if: ABSENT };
  if (conversation.kind !== "external") return [row];
  const { id, organization_id, contact, account } = conversation;
  const address = addressOf(contact);
  return [
    row,
    ...pointerWrites(account, contact, id),
    { put: { ...keys.contactThread(organization_id, contact.id, id), conversation_id: id } },
    ...(address === ""
      ? []
      : [{ update: keys.contact(organization_id, address), keep: { contact_id: contact.id } }]),
  ];
};

/** The absent pointers make it happen once; what the contact is known by already stays. */
const furtherWrites = (
  { id, organization_id, account, contact }: ExternalConversation,
  addresses: Addresses,
): Write[] => [
  ...pointerWrites(account, addresses, id),
  { update: keys.conversation(id), set: { contact: { ...addresses, ...contact } }, if: PRESENT },
  ...(addresses.address === undefined
    ? []
    : [{ update: keys.contact(organization_id, addresses.address), keep: { contact_id: contact.id } }]),
];
