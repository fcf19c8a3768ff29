import { createHandler as createContact } from "../../../functions/chatwoot/chatwoot-create-contact.ts";
import { createHandler as startConversation } from "../../../functions/chatwoot/chatwoot-create-conversation.ts";
import { createHandler as createMessage } from "../../../functions/chatwoot/chatwoot-create-message.ts";
import { createHandler as getContact } from "../../../functions/chatwoot/chatwoot-get-contact.ts";
import { createHandler as getConversation } from "../../../functions/chatwoot/chatwoot-get-conversation.ts";
import { createHandler as listConversations } from "../../../functions/chatwoot/chatwoot-list-conversations.ts";
import { createHandler as listMessages } from "../../../functions/chatwoot/chatwoot-list-messages.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import type { Sample } from "./uploads.ts";

export const INBOX = DEMO.webchat.account.provider_ids.inbox_identifier!;
const CONTACTS = "/public/api/v1/inboxes/{inbox_identifier}/contacts";
const CONTACT = `${CONTACTS}/{contact_identifier}`;
const CONVERSATIONS = `${CONTACT}/conversations`;
const MESSAGES = `${CONVERSATIONS}/{conversation_id}/messages`;

export interface Contact {
  source_id: string;
  pubsub_token: string;
  id: number;
  name: string | null;
  email: string | null;
  phone_number: string | null;
}
export interface Attachment {
  id: number;
  message_id: number;
  file_type: string;
  data_url: string;
  thumb_url: string;
  [field: string]: unknown;
}
export interface Message {
  id: number;
  content: string | null;
  message_type: number;
  attachments: Attachment[];
  sender: Record<string, unknown>;
  echo_id?: string;
  created_at: number;
}
export interface Conversation {
  id: number;
  inbox_id: number;
  status: string;
  messages: Message[];
  contact: Record<string, unknown>;
}
export interface Refused {
  error?: string;
  message?: string;
  attributes?: string[];
}

/** What a path names: an inbox, a contact in it, and a conversation of theirs. */
export interface Place {
  inbox?: string;
  contact: string;
  conversation?: number | string;
}

const asked = ({ inbox = INBOX, contact, conversation = "" }: Place, more: Asked): Asked => ({
  key: null,
  params: {
    inbox_identifier: inbox,
    contact_identifier: contact,
    conversation_id: String(conversation),
  },
  ...more,
});

/** The seven endpoints of Chatwoot's client API, by their real entry files. */
export const chatwoot = (embedded: Embedded) => {
  const parts = embedded.parts("webchat");
  return {
    createContact: <Body = Contact>(body?: unknown, inbox = INBOX) =>
      call<Body>(createContact(parts), `POST ${CONTACTS}`, asked({ inbox, contact: "" }, { body })),
    getContact: <Body = Contact>(place: Place) =>
      call<Body>(getContact(parts), `GET ${CONTACT}`, asked(place, {})),
    startConversation: <Body = Conversation>(place: Place) =>
      call<Body>(startConversation(parts), `POST ${CONVERSATIONS}`, asked(place, {})),
    listConversations: <Body = Conversation[]>(place: Place) =>
      call<Body>(listConversations(parts), `GET ${CONVERSATIONS}`, asked(place, {})),
    getConversation: <Body = Conversation>(place: Place) =>
      call<Body>(getConversation(parts), `GET ${CONVERSATIONS}/{conversation_id}`, asked(place, {})),
    listMessages: <Body = Message[]>(place: Place, query: Record<string, string> = {}) =>
      call<Body>(listMessages(parts), `GET ${MESSAGES}`, asked(place, { query })),
    say: <Body = Message>(place: Place, body: unknown, headers: Record<string, string> = {}) =>
      call<Body>(createMessage(parts), `POST ${MESSAGES}`, asked(place, { body, headers })),
    /** The same as a form. */
    sayForm: async <Body = Message>(place: Place, form: FormData) => {
      const { body, type } = await encoded(form);
      return call<Body>(
        createMessage(parts),
        `POST ${MESSAGES}`,
        asked(place, { body, headers: { "content-type": type } }),
      );
    },
  };
};

const encoded = async (form: FormData): Promise<{ body: Buffer; type: string }> => {
  const response = new Response(form);
  return {
    body: Buffer.from(await response.arrayBuffer()),
    type: response.headers.get("content-type") ?? "",
  };
};

export const formOf = (fields: Record<string, string>, ...samples: Sample[]): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const { name, type, bytes } of samples) {
    form.append("attachments[]", new File([new Uint8Array(bytes)], name, { type }));
  }
  return form;
};

/** A new visitor in a conversation of theirs. */
export const visit = async (embedded: Embedded, said: unknown = { name: "Ada" }) => {
  const api = chatwoot(embedded);
  const { body: contact } = await api.createContact(said);
  const { body: conversation } = await api.startConversation({ contact: contact.source_id });
  return { contact, place: { contact: contact.source_id, conversation: conversation.id } };
};
