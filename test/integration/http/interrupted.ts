import type { Channel } from "../../../shared/domain/channel.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import type { DeliveryQueue } from "../../../shared/messaging/ports.ts";
import type { Items } from "../../../shared/store/items.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";
import { bodyFor, ENDPOINTS } from "./channels.ts";

/** `POST`s to an endpoint some of whose surroundings are broken. */
export const postWith = <Body = MessageDocument>(
  embedded: Embedded,
  channel: Channel,
  broken: { queue?: DeliveryQueue; items?: Items },
  body: Record<string, unknown>,
  asked: Asked = {},
) => {
  const { path, accept } = ENDPOINTS[channel];
  const handler = accept({ ...embedded.parts(channel), ...broken });
  return call<Body>(handler, `POST ${path}`, { body: bodyFor(channel, body), ...asked });
};

export const brokenQueue: DeliveryQueue = {
  enqueue: async () => {
    throw new Error("The queue is out of reach");
  },
};

/** A store that takes anything but messages. */
export const withoutMessages = (items: Items): Items => ({
  ...items,
  write: async (change) => {
    if ("put" in change && change.put.sk.startsWith("message#")) throw new Error("The disk is full");
    return items.write(change);
  },
});

/** A store every one of whose writes happens, and is then made again because its answer was lost. */
export const withRepeatedWrites = (items: Items): Items => ({
  ...items,
  write: async (change) => {
    await items.write(change);
    return items.write(change);
  },
});
