import type { Account } from "../../domain/account.ts";
import type { Secrets } from "../../messaging/ports.ts";
import type { Settings } from "../../messaging/settings.ts";
import { type Endpoint, endpointOf } from "../endpoint.ts";

type EndpointFor = (account: Account) => Promise<Endpoint>;
type Places = Pick<Settings, "providerOverrides" | "sandbox">;

/** WhatsApp, Messenger and Instagram over a Page. */
export const graphEndpoint = ({ providerOverrides, sandbox }: Places, secrets: Secrets): EndpointFor =>
  endpointOf({ override: providerOverrides.meta, host: "https://graph.facebook.com", sandbox }, secrets);

/** Instagram with Instagram Login. */
export const instagramEndpoint = ({ providerOverrides, sandbox }: Places, secrets: Secrets): EndpointFor =>
  endpointOf(
    { override: providerOverrides.instagram, host: "https://graph.instagram.com", sandbox },
    secrets,
  );
