import type { AccountPause } from "../domain/account-pause.ts";
import { type Fact, hasBegun, type MessageState, wasClaimed } from "../domain/delivery.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import type { DeliverDeps } from "./delivery.ts";
import type { Change, Taken } from "./message-ports.ts";

type Messages = DeliverDeps["messages"];

/**
 * What is known of a message while a worker has it. `state` is what is stored, together with the one thing that may
 * still be in memory alone: that the last part was sent, which the next intent (or the end) writes along. A crash
 * before that write leaves that part with an open intent, so it is unknown, and not sent again.
 */
export class DeliveryProgress {
  state: MessageState;
  /** How the account's sending stood when the message was taken up. */
  readonly pause: AccountPause | undefined;
  readonly #messages: Messages;
  readonly #message: OutgoingMessage;
  #unwritten: Change[] = [];

  private constructor(messages: Messages, message: OutgoingMessage, { pause, ...state }: Taken) {
    this.#messages = messages;
    this.#message = message;
    this.state = state;
    this.pause = pause;
  }

  static async of(messages: Messages, message: OutgoingMessage): Promise<DeliveryProgress> {
    return new DeliveryProgress(messages, message, await messages.ensureOutgoing(message));
  }

  /** Whether any part was ever begun, or put off for a reason. */
  isBegun(): boolean {
    return this.state.parts.some(hasBegun);
  }

  sent(part: number, value: Fact): void {
    this.#unwritten.push({ part, fact: "sent", value });
    this.state.parts[part]!.facts.sent = value;
  }

  /** One write: what memory knows, and the next intent. False: that part is no longer ours to send. */
  async begin(part: number, attempt: number, at: Date): Promise<boolean> {
    const { began, state } = await this.#messages
      .begin(this.#message, part, attempt, at, this.#unwritten)
      .catch((error) => this.#flushThenThrow(error));
    this.state = state;
    if (began) this.#unwritten = [];
    else await this.flush();
    return began;
  }

  /** Writes the changes with all that only memory knows. */
  async record(...changes: Change[]): Promise<void> {
    const { ref, account } = this.#names();
    const state = await this.#messages.record(ref, [...this.#unwritten, ...changes], account);
    if (!state) throw this.#gone();
    this.#unwritten = [];
    this.state = state;
  }

  /** The same, unless part `part` was canceled before it was begun: nothing is written then, and it stays canceled. */
  async recordUnlessCanceled(part: number, ...changes: Change[]): Promise<void> {
    if (wasClaimed(this.state.parts[part]!)) return this.record(...changes);
    const { ref, account } = this.#names();
    const all = [...this.#unwritten, ...changes];
    const found = await this.#messages.recordUnlessCanceled(ref, part, all, account);
    if (!found) throw this.#gone();
    if (found.recorded) this.#unwritten = [];
    this.state = found.state;
    await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#unwritten.length > 0) await this.record();
  }

  #names() {
    const { conversation_id, id: message_id, organization_id, account_id: id, channel } = this.#message;
    return { ref: { conversation_id, message_id }, account: { organization_id, id, channel } };
  }

  #gone(): Error {
    return new Error(`The state of message ${this.#message.id} is gone`);
  }

  /** The intent could not be stored; what the last call answered must not be lost with it. */
  async #flushThenThrow(error: unknown): Promise<never> {
    await this.flush().catch((second) => {
      throw new AggregateError(
        [error, second],
        "neither an intent nor the outcome before it could be stored",
      );
    });
    throw error;
  }
}
