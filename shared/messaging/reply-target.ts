import { Refusal, unprocessable, violation } from "../domain/errors.ts";
import { readMessageId } from "../domain/ids.ts";
import type { Content } from "../domain/message.ts";
import { providerIdOf } from "./message-document.ts";
import type { MessageView } from "./message-ports.ts";

type Target = NonNullable<Content["replyTo"]>;

/** What a reply answers, as its provider knows it. */
export const replyTo = (
  asked: string | undefined,
  view: MessageView | undefined,
): Pick<Content, "replyTo"> =>
  asked === undefined ? {} : { replyTo: targetOf("/reply_to_message_id", asked, view) };

/** A message of this conversation by our id of it, or by an id of the provider's own. */
export const targetOf = (path: string, asked: string, view: MessageView | undefined): Target => {
  if (!view && readMessageId(asked)) throw noSuchMessage(path);
  if (!view) return { provider_message_id: asked };
  const id = providerMessageId(view, asked);
  if (id !== undefined) return { provider_message_id: id, message_id: view.message.id };
  const message = "That message has not left, so nothing can refer to it.";
  throw unprocessable([violation(path, "not_sent_yet", message)]);
};

/** Ours by its form, and not in this conversation: no provider would know it either. */
const noSuchMessage = (path: string): Refusal =>
  new Refusal(404, "No such message.", { violations: [violation(path, "not_found", "No such message.")] });

const providerMessageId = (view: MessageView, asked: string): string | undefined => {
  if (view.kind === "incoming") return view.message.provider_message_id;
  if (view.kind === "note") return undefined;
  const part = view.state.parts[Number(asked[26] ?? 0)];
  return part && providerIdOf(part);
};
