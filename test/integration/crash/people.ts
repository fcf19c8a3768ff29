import { createHmac } from "node:crypto";
import { DEMO, DEMO_KEY, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";

const headers = { "x-api-key": DEMO_KEY, "content-type": "application/json" };
const NUMBER = DEMO.whatsapp.account.provider_ids.phone_number_id;

/** A contact writes, as Meta tells it: that opens the conversation and its window. */
const write = async (origin: string, from: string): Promise<void> => {
  const message = {
    from,
    id: `wamid.from.${from}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: "text",
    text: { body: "Hello!" },
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { phone_number_id: NUMBER },
    contacts: [{ wa_id: from, profile: { name: "A contact" } }],
    messages: [message],
  };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  });
  const signature = createHmac("sha256", DEMO_SECRETS.META_APP_SECRET).update(body).digest("hex");
  const answer = await fetch(`${origin}/webhooks/whatsapp`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
    body,
  });
  if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}`);
};

/** Conversations that each began with a signed webhook from an unknown number. */
export const openConversations = (origin: string, count: number): Promise<number[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const from = `1202555${String(2_000 + index)}`;
      await write(origin, from);
      const answer = await fetch(`${origin}/conversations`, {
        method: "POST",
        headers,
        body: JSON.stringify({ channel: "whatsapp", contact: { address: `+${from}` } }),
      });
      return Number(((await answer.json()) as { id: number }).id);
    }),
  );

/** The document, or undefined when the server was gone before it had answered. */
export const post = async (
  origin: string,
  conversation_id: number,
  message_text: string,
): Promise<MessageDocument | undefined> => {
  let answer: Response;
  let body: string;
  try {
    answer = await fetch(`${origin}/conversation-messages-transform-outgoing-whatsapp`, {
      method: "POST",
      headers,
      body: JSON.stringify({ conversation_id, message_text }),
    });
    body = await answer.text();
  } catch {
    return undefined;
  }
  if (answer.status !== 201) throw new Error(`The message was answered ${answer.status}: ${body}`);
  return JSON.parse(body) as MessageDocument;
};

/** All that the conversation holds of ours, oldest first. */
export const outgoingOf = async (origin: string, conversation: number): Promise<MessageDocument[]> => {
  const found: MessageDocument[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const answer = await fetch(`${origin}/conversations/${conversation}/messages?limit=100${query}`, {
      headers,
    });
    const page = (await answer.json()) as { data: MessageDocument[]; next_cursor?: string | null };
    found.push(...page.data.filter(({ direction }) => direction === "outgoing"));
    cursor = page.next_cursor ?? undefined;
  }
  return found.reverse();
};
