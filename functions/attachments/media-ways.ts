import { linesOf } from "../../shared/lambda/provider-parts.ts";
import type { MediaReader } from "../../shared/messaging/fetch-ports.ts";
import type { Secrets } from "../../shared/messaging/ports.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { endpointOf } from "../../shared/providers/endpoint.ts";
import type { Lines } from "../../shared/providers/lines.ts";
import { guardOf } from "../../shared/providers/media/guard.ts";
import { mediaReader } from "../../shared/providers/media/reader.ts";
import { graphEndpoint } from "../../shared/providers/meta-graph/endpoint.ts";
import { locateByGraph } from "../../shared/providers/meta-graph/media.ts";
import { locateAtTwilio } from "../../shared/providers/twilio/media.ts";

interface WaysParts {
  secrets: Secrets;
  settings: Settings;
  lines?: Lines;
}

/** WhatsApp names files by an id, Twilio by addresses it wants to know us at, Messenger and Instagram by open ones. */
export const readMedia = (parts: WaysParts): MediaReader => {
  const { settings, secrets } = parts;
  const { providerOverrides, sandbox, graphVersion } = settings;
  const { meta, instagram, twilio } = providerOverrides;
  const atTwilio = locateAtTwilio(
    endpointOf({ override: twilio, host: "https://api.twilio.com", sandbox }, secrets),
  );
  return mediaReader(
    {
      byId: locateByGraph({
        lines: linesOf(parts),
        endpoint: graphEndpoint(settings, secrets),
        graphVersion,
      }),
      byAddress: async (address, account) =>
        account.channel === "sms" ? atTwilio(address, account) : { url: new URL(address), headers: {} },
    },
    guardOf([meta, instagram, twilio, sandbox]),
  );
};
