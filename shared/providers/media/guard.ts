import { isIP, type LookupFunction } from "node:net";
import { addressRefused } from "./failures.ts";
import { isPublic, publicOnly } from "./public-address.ts";

/** Which addresses files are fetched from. */
export interface Guard {
  /** How the host of this address is looked up. @throws {NotFetched} when it may not be asked at all. */
  lookupFor(url: URL): LookupFunction | undefined;
}

/**
 * Public hosts over https, whatever a webhook or a redirect names. The hosts of `named`, each with its port, are those that the
 * operator named (the sandbox of the one machine, a provider's origin in the environment): they may be anywhere, over
 * http too. Another port of such a host is another server, and may be nobody's to ask.
 */
export const guardOf = (named: (string | undefined)[], lookup = publicOnly()): Guard => {
  const hosts = new Set(named.flatMap((origin) => (origin === undefined ? [] : new URL(origin).host)));
  return {
    lookupFor(url) {
      if (hosts.has(url.host) && /^https?:$/.test(url.protocol)) return undefined;
      const address = url.hostname.replace(/^\[|\]$/g, "");
      const isSafe = url.protocol === "https:" && url.username === "" && url.password === "";
      if (!isSafe || (isIP(address) !== 0 && !isPublic(address))) throw addressRefused();
      return lookup;
    },
  };
};
