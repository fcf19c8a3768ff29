// The FIFO queue of SMS: one message, part after part, to Twilio.
import { bucket, items, queue, secrets, settings } from "#backend";
import { deliverHandler } from "../../shared/lambda/deliver-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { linesOf, type ProviderParts } from "../../shared/lambda/provider-parts.ts";
import { newest } from "../../shared/messaging/secret-values.ts";
import { endpointOf } from "../../shared/providers/endpoint.ts";
import { sms } from "./channel.ts";
import { smsSender } from "./client.ts";

export const createHandler = (parts: ProviderParts) => {
  const { providerOverrides, sandbox, publicUrl, secretNames } = parts.settings;
  const places = { override: providerOverrides.twilio, host: "https://api.twilio.com", sandbox };
  const sender = smsSender({
    lines: linesOf(parts),
    endpoint: endpointOf(places, parts.secrets),
    publicUrl,
    mediaSecret: () => newest(parts.secrets, secretNames.app),
    now: parts.now ?? (() => new Date()),
  });
  return deliverHandler(sms, sender, parts);
};

export const handler = live(() =>
  createHandler({
    items: items(),
    queue: queue("sms"),
    bucket: bucket(),
    secrets: secrets(),
    settings: settings(),
  }),
);
