// The FIFO queue of WhatsApp: one message, part after part, to the Cloud API.
import { bucket, items, queue, secrets, settings } from "#backend";
import { deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { linesOf, type ProviderParts } from "../../shared/lambda/provider-parts.ts";
import { graphEndpoint } from "../../shared/providers/meta-graph/endpoint.ts";
import { fileStore } from "../../shared/store/files.ts";
import { whatsapp } from "./channel.ts";
import { whatsappSender } from "./client.ts";

export const createHandler = (parts: ProviderParts) => {
  const sender = whatsappSender({
    lines: linesOf(parts),
    endpoint: graphEndpoint(parts.settings, parts.secrets),
    graphVersion: parts.settings.graphVersion,
    files: fileStore(parts.items),
    bucket: parts.bucket,
    now: parts.now ?? (() => new Date()),
  });
  return deliverHandler(whatsapp, sender, parts);
};

export const handler = live(() =>
  createHandler({
    items: items(),
    queue: queue("whatsapp"),
    bucket: bucket(),
    secrets: secrets(),
    settings: settings(),
  }),
);
