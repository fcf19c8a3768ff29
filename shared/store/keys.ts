import type { AccountKey } from "../domain/account.ts";
import type { LettersOf } from "../messaging/dead-letter-ports.ts";
import type { Key } from "./items.ts";

/** Numbers that must sort as numbers do, in a sort key. */
export const padded = (value: number): string => String(value).padStart(16, "0");

/** Every key of the table, in one place. */
export const keys = {
  apiKey: (hash: string): Key => ({ pk: `key#${hash}`, sk: "key" }),

  organization: (id: number): Key => ({ pk: `organization#${id}`, sk: "organization" }),
  member: (organization: number, id: string): Key => ({
    pk: `organization#${organization}`,
    sk: `member#${id}`,
  }),
  account: (organization: number, id: string): Key => ({
    pk: `organization#${organization}`,
    sk: `account#${id}`,
  }),
  /** Whose account bears this id: no other organization's ever does. */
  accountOwner: (id: string): Key => ({ pk: `account#${id}`, sk: "organization" }),
  /** Until when nothing leaves over the account. */
  accountPause: ({ organization_id, id }: AccountKey): Key => ({
    pk: `pause#${organization_id}#${id}`,
    sk: "pause",
  }),
  provider: (channel: string, providerId: string): Key => ({
    pk: `provider#${channel}#${providerId}`,
    sk: "account",
  }),
  contact: (organization: number, address: string): Key => ({
    pk: `contacts#${organization}#${address}`,
    sk: "contact",
  }),

  conversation: (id: number): Key => ({ pk: `conversation#${id}`, sk: "conversation" }),
  address: ({ organization_id, id }: AccountKey, address: string): Key => ({
    pk: `address#${organization_id}#${id}#${address}`,
    sk: "conversation",
  }),
  contactThread: (organization: number, contact: number, conversation: number): Key => ({
    pk: `contact#${organization}#${contact}`,
    sk: padded(conversation),
  }),

  message: (conversation: number, id: string): Key => ({
    pk: `conversation#${conversation}`,
    sk: `message#${id}`,
  }),
  state: (conversation: number, id: string): Key => ({
    pk: `conversation#${conversation}`,
    sk: `message#${id}#state`,
  }),

  receipt: ({ organization_id, id }: AccountKey, providerMessageId: string): Key => ({
    pk: `receipt#${organization_id}#${id}#${providerMessageId}`,
    sk: "receipt",
  }),

  /** Where the provider's id of one of our parts leads, and what was reported under it. */
  providerMessage: ({ organization_id, id }: AccountKey, providerMessageId: string): Key => ({
    pk: `provider-message#${organization_id}#${id}#${providerMessageId}`,
    sk: "part",
  }),

  /** When the templates of each of an organization's accounts were listed, and each template by its name. */
  templateListing: (organization: number): Key => ({ pk: `templates#${organization}`, sk: "listing" }),
  template: (organization: number, name: string): Key => ({
    pk: `templates#${organization}`,
    sk: `template#${name}`,
  }),

  idempotency: (organization: number, key: string): Key => ({
    pk: `idempotency#${organization}#${key}`,
    sk: "record",
  }),

  file: (id: string): Key => ({ pk: `file#${id}`, sk: "file" }),
  media: (file: string, account: string): Key => ({ pk: `file#${file}`, sk: `media#${account}` }),

  visitorItem: (conversation: number, seq: number): Key => ({
    pk: `visitor#${conversation}`,
    sk: `item#${padded(seq)}`,
  }),
  visitorId: (conversation: number, id: string): Key => ({ pk: `visitor#${conversation}`, sk: `id#${id}` }),
  visitorCount: (conversation: number): Key => ({ pk: `visitor#${conversation}`, sk: "count" }),
  visitorConnection: (conversation: number, id: string): Key => ({
    pk: `visitor#${conversation}`,
    sk: `connection#${id}`,
  }),
  connection: (id: string): Key => ({ pk: `connection#${id}`, sk: "connection" }),

  /** A contact of a web chat's inbox, by the hash of the identifier that only they know. */
  visitorContact: ({ organization_id, id }: AccountKey, hash: string): Key => ({
    pk: `visitor-contact#${organization_id}#${id}#${hash}`,
    sk: "contact",
  }),

  /** A page of events, by the place of its last one. */
  eventPage: (organization: number, last: number): Key => ({
    pk: `events#${organization}`,
    sk: `event#${padded(last)}`,
  }),
  eventCount: (organization: number): Key => ({ pk: `events#${organization}`, sk: "count" }),
  /** Which places the events of one second have (epoch seconds of the change); partitions of their own. */
  eventMarks: (organization: number, second: number): Key => ({
    pk: `event-marks#${organization}#${second}`,
    sk: "marks",
  }),

  /** A member's connection, and the place among its organization's that follow. */
  follower: (connection: string): Key => ({ pk: `follower#${connection}`, sk: "follower" }),
  followerOf: (organization: number, connection: string): Key => ({
    pk: `followers#${organization}`,
    sk: `connection#${connection}`,
  }),

  dueCursor: (): Key => ({ pk: "due", sk: "cursor" }),

  deadLetter: ({ channel, id }: { channel: string; id: string }): Key => ({
    pk: `dead#${channel}#${id}`,
    sk: "letter",
  }),
  deadLetterBody: ({ channel, id }: { channel: string; id: string }, piece: number): Key => ({
    pk: `dead#${channel}#${id}`,
    sk: `body#${padded(piece)}`,
  }),
} as const;

/** The partition of what falls due within one minute (epoch minutes). */
export const duePartition = (minute: number): string => `due#${minute}`;
export const conversationIndex = (organization: number): string => `conversations#${organization}`;
/** Letters of one organization, or those of a channel whose organization nobody could read. */
export const deadLetterIndex = (of: LettersOf): string =>
  "organization_id" in of ? `dead#organization#${of.organization_id}` : `dead#channel#${of.channel}`;
