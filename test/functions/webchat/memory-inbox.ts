import { type Fact, type FactName, freshState, type MessageState } from "../../../shared/domain/delivery.ts";
import { idFrom } from "../../../shared/domain/ids.ts";
import type { IncomingMessage, Job, Note } from "../../../shared/domain/message.ts";
import type { ReceivedFrom } from "../../../shared/messaging/receive-incoming.ts";
import type { StatusReport } from "../../../shared/messaging/record-statuses.ts";

/** What the inbox's people see, kept as the store keeps it: one message an id, the first of each fact. */
export class MemoryInbox {
  readonly incoming = new Map<string, IncomingMessage>();
  readonly notes: Note[] = [];
  readonly states = new Map<string, MessageState>();
  addOutgoing({ message }: Job): void {
    this.states.set(`${message.conversation_id}/${message.id}`, freshState(message.parts));
  }
  fact(conversationId: number, messageId: string, part: number, name: FactName): Fact | undefined {
    return this.states.get(`${conversationId}/${messageId}`)?.parts[part]?.facts[name];
  }
  async recordStatuses(reports: StatusReport[]): Promise<void> {
    for (const { conversation_id, message_id, part, fact, value } of reports) {
      const facts = this.states.get(`${conversation_id}/${message_id}`)?.parts[part]?.facts;
      if (facts) facts[fact] ??= value;
    }
  }
  async receiveIncoming(received: ReceivedFrom): Promise<{ id: string }> {
    const { provider_message_id, conversation, text, at } = received;
    const id = idFrom(at, `${received.account.id}\n${provider_message_id}`);
    const message: IncomingMessage = {
      id,
      organization_id: conversation.organization_id,
      conversation_id: conversation.id,
      account_id: received.account.id,
      channel: "webchat",
      message_text: text,
      ...received.content,
      provider_message_id,
      created_at: at.toISOString(),
    };
    if (!this.incoming.has(id)) this.incoming.set(id, message);
    return { id };
  }
}
