import type { Channel } from "../domain/channel.ts";
import type { Conversation, InternalConversation } from "../domain/conversation.ts";
import { notFound, unprocessable, type Violation, violation } from "../domain/errors.ts";
import { type Caller, callerOf, type Proof } from "./caller.ts";
import type { Reader } from "./message-ports.ts";
import type { OwnBucket } from "./named-files.ts";
import { namedMembers } from "./named-members.ts";
import { type OutgoingRequest, parseOutgoing } from "./outgoing-body.ts";
import { strangersFirst } from "./strangers-first.ts";
import { type Asked, readingFor, understand, wantedBy } from "./understand.ts";

/** What a request came down to, for which conversation. */
export interface Understood extends Asked {
  conversation: Conversation;
}

export interface ReadDeps {
  reader: Reader;
  own: OwnBucket;
}

/** What the conversation must be, where the endpoint itself says so. */
export interface Expected {
  channel?: Channel;
  account_id?: string | undefined;
}

/** Parses the body, reads everything it names at once, and settles who asks, for which conversation, with which files. */
export const readRequest = async (
  deps: ReadDeps,
  proof: Proof,
  body: unknown,
  expected: Expected,
): Promise<Understood> => {
  const wanted = await strangersFirst(deps.reader, proof, () => wantedBy(parseOutgoing(body), deps.own));
  const { request } = wanted;
  const reading = await deps.reader.readForAccept(readingFor(wanted, proof));
  const caller = callerOf(proof, reading.holder);
  const conversation = ownConversation(caller, request, reading.conversation, expected);
  const named = await namedMembers(deps.reader, caller, request);
  const asked = understand(wanted, reading, named.caller);
  return { conversation, ...asked, violations: [...named.violations, ...asked.violations] };
};

const ownConversation = (
  caller: Caller,
  request: OutgoingRequest,
  conversation: Conversation | undefined,
  expected: Expected,
): Conversation => {
  if (!conversation || conversation.organization_id !== caller.organization_id)
    throw notFound("conversation");
  const account = conversation.kind === "external" ? conversation.account.id : undefined;
  if (expected.account_id !== undefined && expected.account_id !== account) throw notFound("conversation");
  const wrong: Violation[] = [];
  if (request.organization_id !== undefined && request.organization_id !== caller.organization_id) {
    wrong.push(
      violation("/organization_id", "contradiction", "The conversation belongs to another organization."),
    );
  }
  if (conversation.kind === "external") {
    if (request.contact_id !== undefined && request.contact_id !== conversation.contact.id) {
      wrong.push(violation("/contact_id", "contradiction", "The conversation is with another contact."));
    }
    if (expected.channel !== undefined && conversation.channel !== expected.channel) {
      const message = `The conversation is on ${conversation.channel}; this endpoint sends on ${expected.channel}.`;
      wrong.push(violation("/conversation_id", "wrong_channel", message));
    }
  } else if (request.message_type !== "note") {
    wrong.push(...internalViolations(conversation, expected));
  }
  if (wrong.length > 0) throw unprocessable(wrong);
  return conversation;
};

/** Members write openly in a team's conversation, over no channel; in a note's they leave notes. */
const internalViolations = ({ kind }: InternalConversation, { channel }: Expected): Violation[] => {
  if (kind === "note") {
    return [violation("/message_type", "notes_only", "A note conversation takes notes only.")];
  }
  if (channel === undefined) return [];
  const message = `A team conversation has no channel; this endpoint sends on ${channel}, or stores a note.`;
  return [violation("/conversation_id", "wrong_channel", message)];
};
