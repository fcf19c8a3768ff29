import * as z from "zod";
import type { Account } from "../../shared/domain/account.ts";
import type { Job } from "../../shared/domain/message.ts";
import type { Sender } from "../../shared/messaging/channel-ports.ts";
import { answerJson } from "../../shared/providers/answer-json.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import { httpSender } from "../../shared/providers/http-sender.ts";
import type { Answer } from "../../shared/providers/lines.ts";
import { notDone, xRequest } from "./api.ts";
import { type MediaDeps, mediaIdFor } from "./media.ts";
import { XPayload } from "./payload.ts";

export interface XSenderDeps extends MediaDeps {
  endpoint: (account: Account) => Promise<Endpoint>;
}

/**
 * Sends to the contact, whom the address names: `POST /2/dm_conversations/with/{participant_id}/messages`. Its file is
 * uploaded beforehand.
 */
export const xSender = (deps: XSenderDeps): Sender =>
  httpSender(
    {
      fill: async (slot, job, index) =>
        mediaIdFor(deps, await deps.endpoint(job.account), slot.file, job, index),
      request: async (payload, account, _index, job) =>
        xRequest(await deps.endpoint(account), deps.now(), "POST", pathTo(job), XPayload.parse(payload)),
      outcome: (answer, earlierTries) => {
        const id = sentIn(answer);
        return id === undefined
          ? notDone(answer, deps.now(), earlierTries)
          : { kind: "sent", provider_message_id: id };
      },
    },
    deps.lines,
  );

const pathTo = ({ contact }: Job): string =>
  `/2/dm_conversations/with/${encodeURIComponent(contact.address ?? "")}/messages`;

/** 201. A success may tell of errors besides; its id is what counts. */
const Sent = z.object({ data: z.object({ dm_event_id: z.string().regex(/^[0-9]{1,19}$/) }) });

const sentIn = ({ status, body }: Answer): string | undefined =>
  status >= 200 && status < 300 ? Sent.safeParse(answerJson(body)).data?.data.dm_event_id : undefined;
