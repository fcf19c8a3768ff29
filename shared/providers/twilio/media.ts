import type { Account } from "../../domain/account.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Located } from "../media/download.ts";

const API = /^(?:[a-z0-9-]+\.)*twilio\.com$/;

/**
 * A `MediaUrl`: Twilio's own API wants the account's SID and token and redirects to a link of its CDN that lives for
 * four hours; an account without that protection has plain links, which are shown no token.
 * https://www.twilio.com/docs/messaging/api/media-resource
 */
export const locateAtTwilio =
  (endpoint: (account: Account) => Promise<Endpoint>) =>
  async (address: string, account: Account): Promise<Located> => {
    const { origin, token } = await endpoint(account);
    const named = new URL(address);
    const isApi = named.protocol === "https:" && API.test(named.hostname);
    // Where the environment names another origin for the API, its files are there too.
    const url = named.hostname === "api.twilio.com" ? new URL(named.pathname + named.search, origin) : named;
    const sid = account.provider_ids.account_sid;
    if (sid === undefined || !(isApi || url.origin === new URL(origin).origin)) return { url, headers: {} };
    const basic = Buffer.from(`${sid}:${token}`).toString("base64");
    return { url, headers: { authorization: `Basic ${basic}` } };
  };
