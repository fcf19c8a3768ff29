import { Refusal, unprocessable, violation } from "../domain/errors.ts";
import { readMessageId } from "../domain/ids.ts";
import type { Content } from "../domain/message.ts";
import { providerIdOf } from "./message-document.ts";
import type { MessageView } from "./message-ports.ts";

/** What a reply answers, as its provider knows it: a message of this conversation, or an id of the provider's own. */
export const replyTo = (
  asked: string | undefined,
  view: MessageView | undefined,
): Pick<Content, "replyTo"> => {
  if (asked === undefined) return {};
  if (!view && readMessageId(asked)) throw noSuchMessage();
  if (!view) return { replyTo: { provider_message_id: asked } };
  const id = providerMessageId(view, asked);
  if (id !== undefined) return { replyTo: { provider_message_id: id, message_id: view.message.id } };
  throw unprocessable([
    violation(
      "/reply_to_message_id",
      "not_sent_yet",
      "That message has not left, so nothing can reply to it.",
    ),
  ]);
};

/** Ours by its form, and not in this conversation: no provider would know it either. */
const noSuchMessage = (): Refusal =>
  new Refusal(404, "No such message.", {
    violations: [violation("/reply_to_message_id", "not_found", "No such message.")],
  });

const providerMessageId = (view: MessageView, asked: string): string | undefined => {
  if (view.kind === "incoming") return view.message.provider_message_id;
  if (view.kind === "note") return undefined;
  const part = view.state.parts[Number(asked[26] ?? 0)];
  return part && providerIdOf(part);
};
