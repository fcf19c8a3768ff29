import type { StoredFile } from "../domain/attachment.ts";
import { readMessageId } from "../domain/ids.ts";
import type { Member } from "../messaging/directory-ports.ts";
import type { KeyHolder, Reader, ReadingRequest } from "../messaging/message-ports.ts";
import type { KnownTemplates } from "../messaging/template-ports.ts";
import { conversationOf } from "./conversation-item.ts";
import type { Item, Items, Key } from "./items.ts";
import { keys } from "./keys.ts";
import { viewOf } from "./messages.ts";
import { knownTemplatesIn } from "./templates.ts";

/** Keys whose organization is remembered; past it all are forgotten. */
const REMEMBERED = 10_000;

/**
 * All that one request needs, in one consistent read: every key is computable from the request. Only a template's
 * lies under the organization, which the key's own item tells: it is taken from the request, or from an earlier
 * request with that key, and where neither says it (or says it wrongly) templates cost a second read.
 */
export const reader = (items: Items): Reader => {
  const organizations = new Map<string, number>();
  const remember = (hash: string, organization: number) => {
    if (organizations.size >= REMEMBERED) organizations.clear();
    organizations.set(hash, organization);
  };

  return {
    async readForAccept(request) {
      const { key_hash, conversation_id, file_ids, reply_to, template } = request;
      const guessed = template?.organization_id ?? organizations.get(key_hash ?? "");
      const reply = reply_to === undefined ? undefined : readMessageId(reply_to)?.message_id;
      const wanted: Key[] = [
        keys.conversation(conversation_id),
        ...(key_hash === undefined ? [] : [keys.apiKey(key_hash)]),
        ...file_ids.map((id) => keys.file(id)),
        ...(reply === undefined
          ? []
          : [keys.message(conversation_id, reply), keys.state(conversation_id, reply)]),
        ...(template && guessed !== undefined ? templateKeys(guessed, template.name) : []),
      ];
      const found = (await items.read(wanted))[Symbol.iterator]();
      const next = (): Item | undefined => found.next().value ?? undefined;
      const conversation = conversationOf(next());
      const holder = key_hash === undefined ? undefined : (next() as KeyHolder | undefined);
      const files = file_ids.map(() => next()?.file as StoredFile | undefined);
      const replyTo = reply === undefined ? undefined : viewOf(next(), next());
      if (holder && key_hash !== undefined) remember(key_hash, holder.organization_id);
      const owner = ownerOf(request, holder);
      const templates =
        template && owner !== undefined
          ? await templatesOf(items, owner, template.name, owner === guessed ? next : undefined)
          : undefined;
      return { conversation, holder, files, replyTo, ...(templates && { templates }) };
    },

    async readMembers(organizationId, ids) {
      const found = await items.read(ids.map((id) => keys.member(organizationId, id)));
      return found.map((item) => item?.member as Member | undefined);
    },
  };
};

/** Whose templates may be seen: the key's own organization's, or without a key that which is trusted. */
const ownerOf = (
  { key_hash, template }: ReadingRequest,
  holder: KeyHolder | undefined,
): number | undefined => (key_hash === undefined ? template?.organization_id : holder?.organization_id);

const templateKeys = (organization: number, name: string): Key[] => [
  keys.templateListing(organization),
  keys.template(organization, name),
];

/** `read`: they came with everything else. */
const templatesOf = async (
  items: Items,
  organization: number,
  name: string,
  read: (() => Item | undefined) | undefined,
): Promise<KnownTemplates> => {
  if (read) return knownTemplatesIn(read(), read());
  const [listings, named] = await items.read(templateKeys(organization, name));
  return knownTemplatesIn(listings, named);
};
