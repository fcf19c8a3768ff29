import http from "node:http";
import https from "node:https";
import { NotFetched } from "../../messaging/fetch-ports.ts";
import { addressRefused, unavailable } from "./failures.ts";
import type { Guard } from "./guard.ts";
import { NotPublic } from "./public-address.ts";

/** One GET: where, and what to say. */
export interface Ask {
  url: URL;
  headers: Record<string, string>;
}

/** Providers' CDNs turn away clients without a name. */
const OURS = { "accept-encoding": "identity", accept: "*/*", "user-agent": "Outgoing" };

/** Redirects that keep a GET a GET: https://www.rfc-editor.org/rfc/rfc9110#section-15.4 */
const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308]);

/**
 * Asks, and follows redirects, at most so many. Who is asked with a token keeps it to himself: another origin is
 * asked without.
 * @throws {NotFetched} without an answer, or when an address on the way may not be asked.
 */
export const follow = async (
  ask: Ask,
  guard: Guard,
  { redirects, signal }: { redirects: number; signal: AbortSignal },
): Promise<{ answer: http.IncomingMessage; url: URL }> => {
  let at = ask;
  for (let hop = 0; hop <= redirects; hop += 1) {
    const answer = await get(at, guard, signal);
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.statusCode) || location === undefined) return { answer, url: at.url };
    answer.destroy();
    at = redirected(at, location);
  }
  throw unavailable(`The provider redirected more than ${redirects} times.`);
};

const redirected = ({ url: from, headers }: Ask, location: string): Ask => {
  const url = URL.parse(location, from.href);
  if (!url) throw unavailable("The provider redirected to something that is no address.");
  const { authorization: _, ...open } = headers;
  return { url, headers: url.origin === from.origin ? headers : open };
};

const get = (ask: Ask, guard: Guard, signal: AbortSignal): Promise<http.IncomingMessage> => {
  const lookup = guard.lookupFor(ask.url);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(notAnswered(error, signal));
    // No connection is kept: files come from many hosts, one at a time.
    const options = { headers: { ...OURS, ...ask.headers }, agent: false, signal, ...(lookup && { lookup }) };
    try {
      (ask.url.protocol === "https:" ? https : http).get(ask.url, options, resolve).on("error", fail);
    } catch (error) {
      fail(error);
    }
  });
};

/** What an error on the way to a file tells: never the address, which is a key in itself. */
export const notAnswered = (error: unknown, signal: AbortSignal): NotFetched => {
  if (error instanceof NotFetched) return error;
  if (error instanceof NotPublic) return addressRefused();
  return unavailable(
    signal.aborted
      ? "The file did not come in time."
      : "The connection to the provider failed before the file was whole.",
  );
};
