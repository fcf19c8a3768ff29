import { webchatSender } from "../../../functions/webchat/client.ts";
import type { ServerFrame } from "../../../functions/webchat/socket-frames.ts";
import type { Part } from "../../../shared/domain/message.ts";
import { type createChat, jobOf, TOKEN } from "./fakes.ts";

type Chat = ReturnType<typeof createChat>;

export const say = (chat: Chat, connection: string, frame: unknown): Promise<ServerFrame[]> =>
  chat.socket.received(connection, JSON.stringify(frame));

export const join = (chat: Chat, connection = "tab", conversationId = 7, token = TOKEN) =>
  chat.socket.connected(connection, { conversationId, token });

/** Sends a message from the inbox to the visitor, part after part. */
export const deliver = async (chat: Chat, conversationId: number, ...parts: Part[]) => {
  const job = jobOf(conversationId, parts);
  chat.inbox.addOutgoing(job);
  for (const [index, part] of parts.entries()) {
    const prepared = await webchatSender(chat.deps).prepare(job, part, index);
    await (await prepared.connect()).run();
  }
  return job.message.id;
};

export const texts = (frames: ServerFrame[]) =>
  frames.map((frame) => (frame.type === "message" ? frame.message.text : frame.type));
