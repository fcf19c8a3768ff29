// The FIFO queue of WhatsApp: one message, part after part, to the Cloud API.
import { bucket, items, queue, secrets, settings } from "#backend";
import { deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { log } from "../../shared/lambda/log.ts";
import { linesOf, type ProviderParts } from "../../shared/lambda/provider-parts.ts";
import type { QueueHandler } from "../../shared/lambda/queue-handler.ts";
import { graphEndpoint } from "../../shared/providers/meta-graph/endpoint.ts";
import { fileStore } from "../../shared/store/files.ts";
import { templateStore } from "../../shared/store/templates.ts";
import { whatsapp } from "./channel.ts";
import { whatsappSender } from "./client.ts";
import { listTemplates } from "./list-templates.ts";
import { templateRefresh } from "./refresh-templates.ts";

export const createHandler = (parts: ProviderParts): QueueHandler => {
  const now = parts.now ?? (() => new Date());
  const graph = {
    lines: linesOf(parts),
    endpoint: graphEndpoint(parts.settings, parts.secrets),
    graphVersion: parts.settings.graphVersion,
  };
  const sender = whatsappSender({ ...graph, files: fileStore(parts.items), bucket: parts.bucket, now });
  const refresh = templateRefresh({
    templates: templateStore(parts.items),
    list: listTemplates(graph),
    now,
    log,
  });
  const deliver = deliverHandler(whatsapp, refresh.beside(sender), parts);
  return (event, context) => refresh.around(() => deliver(event, context));
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
