// The FIFO queue of Instagram: one message, part after part, to either of its two hosts.
import { bucket, items, queue, secrets, settings } from "#backend";
import { deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { appliesEarlier } from "../../shared/lambda/earlier-reports.ts";
import { live } from "../../shared/lambda/live.ts";
import { linesOf, type ProviderParts } from "../../shared/lambda/provider-parts.ts";
import { graphEndpoint, instagramEndpoint } from "../../shared/providers/meta-graph/endpoint.ts";
import { instagram } from "./channel.ts";
import { instagramSender } from "./client.ts";

export const createHandler = (parts: ProviderParts) => {
  const sender = instagramSender({
    lines: linesOf(parts),
    endpoint: {
      login: instagramEndpoint(parts.settings, parts.secrets),
      page: graphEndpoint(parts.settings, parts.secrets),
    },
    graphVersion: parts.settings.graphVersion,
    bucket: parts.bucket,
    now: parts.now ?? (() => new Date()),
  });
  return deliverHandler(instagram, { ...sender, afterwards: appliesEarlier(parts) }, parts);
};

export const handler = live(() =>
  createHandler({
    items: items(),
    queue: queue("instagram"),
    bucket: bucket(),
    secrets: secrets(),
    settings: settings(),
  }),
);
