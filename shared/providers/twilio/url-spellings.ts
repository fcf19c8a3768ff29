import querystring from "node:querystring";

/**
 * The address Twilio called, rebuilt: behind a gateway the host of the request is not the public one.
 * `publicUrl` has no slash at its end; path and query are raw, since the signature covers every escape as sent.
 */
export const urlAsCalled = (publicUrl: string, rawPath: string, rawQuery = ""): string =>
  `${publicUrl}${rawPath}${rawQuery === "" ? "" : `?${rawQuery}`}`;

/**
 * The ways one address may have been written when it was signed: as it stands, as a URL parser writes it, and
 * with its query encoded anew; each with and without the port. The same fallbacks as
 * https://github.com/twilio/twilio-node/blob/main/src/webhooks/webhooks.ts
 */
export const urlSpellings = (url: string): string[] => {
  const parsed = URL.parse(url);
  if (!parsed) return [];
  const plain = [url, parsed.href, withQueryEncodedAnew(parsed)];
  return [...new Set(plain.flatMap((one) => [one, withoutPort(one), withPort(one, parsed)]))];
};

const ORIGIN = /^(https?:\/\/(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*))(:[0-9]+)?/i;

const withoutPort = (url: string): string => url.replace(ORIGIN, "$1");

/** With the port it names, else with the scheme's own. */
const withPort = (url: string, { protocol }: URL): string =>
  url.replace(
    ORIGIN,
    (_, origin: string, port?: string) => origin + (port ?? (protocol === "https:" ? ":443" : ":80")),
  );

const withQueryEncodedAnew = (parsed: URL): string => {
  if (parsed.search === "") return parsed.href;
  const bare = new URL(parsed.href);
  bare.search = "";
  return `${bare.href}?${querystring.stringify(querystring.parse(parsed.search.slice(1)))}`;
};
