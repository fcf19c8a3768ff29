// The FIFO queue of Messenger: one message, part after part, to the Send API.
import { bucket, items, queue, secrets, settings } from "#backend";
import { deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { appliesEarlier } from "../../shared/lambda/earlier-reports.ts";
import { live } from "../../shared/lambda/live.ts";
import { linesOf, type ProviderParts } from "../../shared/lambda/provider-parts.ts";
import { graphEndpoint } from "../../shared/providers/meta-graph/endpoint.ts";
import { messenger } from "./channel.ts";
import { messengerSender } from "./client.ts";

export const createHandler = (parts: ProviderParts) => {
  const sender = messengerSender({
    lines: linesOf(parts),
    endpoint: graphEndpoint(parts.settings, parts.secrets),
    graphVersion: parts.settings.graphVersion,
    bucket: parts.bucket,
    now: parts.now ?? (() => new Date()),
  });
  return deliverHandler(messenger, { ...sender, afterwards: appliesEarlier(parts) }, parts);
};

export const handler = live(() =>
  createHandler({
    items: items(),
    queue: queue("messenger"),
    bucket: bucket(),
    secrets: secrets(),
    settings: settings(),
  }),
);
