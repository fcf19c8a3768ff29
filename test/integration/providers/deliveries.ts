import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { createHandler as createSettle } from "../../../functions/conversations/settle-unknown.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import { createLines, type Lines } from "../../../shared/providers/lines.ts";
import { call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { ENDPOINTS, post } from "../http/channels.ts";

/** Real connections on which an answer may take so many milliseconds at most. */
export const impatientLines = (most: number): Lines => {
  const lines = createLines(4);
  return {
    ...lines,
    async take(request) {
      const line = await lines.take(request);
      return { ...line, exchange: (timeoutMs) => line.exchange(Math.min(timeoutMs, most)) };
    },
  };
};

/** A text that was accepted on a channel; its id. */
export const accepted = async (embedded: Embedded, channel: Channel): Promise<string> => {
  const { status, body } = await post(embedded, channel, { message_text: "Hello" });
  if (status !== 201) throw new Error(`The message was answered ${status}`);
  return body.id;
};

/** No message is handed out more often before it is done. */
const MOST = 40;

/**
 * Hands a message's job to its real delivery function until it is done, the clock moved on by each wait, as SQS
 * would; the seconds of each wait.
 */
export const delivered = async (embedded: Embedded, channel: Channel, id: string, lines: Lines) => {
  const waits: number[] = [];
  const queue = {
    ...embedded.queue(channel),
    changeVisibility: async (_: string, seconds: number) => void waits.push(seconds),
  };
  const parts = { ...embedded.parts(channel), queue, lines };
  const deliver = ENDPOINTS[channel].deliver(parts);
  const { job, group } = embedded.jobs().find(({ job: { message } }) => message.id === id)!;
  for (let receives = 1; receives <= MOST; receives += 1) {
    const attributes = { ApproximateReceiveCount: String(receives), MessageGroupId: group };
    const record = { messageId: "1", receiptHandle: "1", body: JSON.stringify(job), attributes };
    const { batchItemFailures } = await deliver({ Records: [record] } as never, contextFor(60_000));
    if (batchItemFailures.length === 0) return waits;
    embedded.clock.add(waits.at(-1)! * 1_000);
  }
  throw new Error(`The message was handed out ${MOST} times and is not done`);
};

/** What became of a message, after two more minutes in which no proof came. */
export const settled = async (embedded: Embedded, channel: Channel, id: string) => {
  embedded.clock.add(120_000);
  const now = () => embedded.clock.now;
  await createSettle({ ...embedded.parts(channel), now })();
  const { body } = await call(createGet(embedded.parts()), "GET /conversations/{id}/messages/{message_id}", {
    params: { id: String(DEMO[channel].conversation), message_id: id },
  });
  return body;
};
