// POST /v1/internalendpoints/{internalEndpointId}/conversations: a message from one of our accounts, to a phone number
// by SMS or to a contact by web chat, as Spruce's clients send one.
import { items, queue, settings } from "#backend";
import { keyFrom } from "../../shared/lambda/accept-handler.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import { type AnyChannelParts, acceptOnAny } from "../../shared/lambda/compose.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { directory } from "../../shared/store/directory.ts";
import { channels } from "../channels.ts";
import { answerFrom } from "./answer.ts";
import { checkMessage, fromEndpoint, refusePreview } from "./endpoint-body.ts";
import { openFor, openPartsOf } from "./open-conversation.ts";
import { renamed } from "./paths.ts";
import { SPRUCE } from "./problem.ts";

type Parts = AnyChannelParts & { settings: Pick<Settings, "socketUrl"> };

export const createHandler = ({ items: store, now = () => new Date(), ...parts }: Parts) => {
  const accept = acceptOnAny({ items: store, now, ...parts }, channels);
  const members = directory(store);
  const open = openFor(openPartsOf(store, now, () => parts.settings.socketUrl));
  return httpHandler(async (request) => {
    const caller = await authenticate(members, request);
    refusePreview(request.query.preview);
    const asked = fromEndpoint(request.json());
    const key = keyFrom(request);
    const account_id = request.params.internalEndpointId ?? "";
    // A key is bound to where the message goes, too: the body that is accepted names a conversation only.
    const endpoint = `/v1/internalendpoints/${account_id}/conversations to ${JSON.stringify(asked.to)}`;
    return renamed(asked.rename, async () => {
      checkMessage(asked);
      const opened = await open(caller, account_id, asked.to, key);
      const body = asked.bodyIn(opened.conversation.id);
      const call = { proof: request.proof(), body, endpoint, idempotencyKey: key, tracked: true };
      return answerFrom(await accept(call), opened, asked.to, parts.settings.publicUrl);
    });
  }, SPRUCE);
};

export const handler = live(() => createHandler({ items: items(), queueOf: queue, settings: settings() }));
