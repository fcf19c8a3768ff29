// The FIFO queue of X: one message, part after part, to the API of X.
import { bucket, items, queue, secrets, settings } from "#backend";
import { deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { appliesEarlier } from "../../shared/lambda/earlier-reports.ts";
import { live } from "../../shared/lambda/live.ts";
import { linesOf, type ProviderParts } from "../../shared/lambda/provider-parts.ts";
import { endpointOf } from "../../shared/providers/endpoint.ts";
import { fileStore } from "../../shared/store/files.ts";
import { x } from "./channel.ts";
import { xSender } from "./client.ts";

export const createHandler = (parts: ProviderParts) => {
  const { providerOverrides, sandbox } = parts.settings;
  const places = { override: providerOverrides.x, host: "https://api.x.com", sandbox };
  const sender = xSender({
    lines: linesOf(parts),
    endpoint: endpointOf(places, parts.secrets),
    files: fileStore(parts.items),
    bucket: parts.bucket,
    now: parts.now ?? (() => new Date()),
  });
  return deliverHandler(x, { ...sender, afterwards: appliesEarlier(parts) }, parts);
};

export const handler = live(() =>
  createHandler({
    items: items(),
    queue: queue("x"),
    bucket: bucket(),
    secrets: secrets(),
    settings: settings(),
  }),
);
