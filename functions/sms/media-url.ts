import { BlockList, isIP } from "node:net";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import { MAX_URL } from "./limits.ts";

/** Whatever Twilio could not reach from outside: https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE = new BlockList();
for (const range of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // IPv6; `::ffff:0:0/96` is left out: Node would then hold every public IPv4 address for blocked.
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
]) {
  const [network = "", bits] = range.split("/");
  PRIVATE.addSubnet(network, Number(bits), network.includes(":") ? "ipv6" : "ipv4");
}

const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;

/**
 * What speaks against an address that Twilio is to fetch media from. We never ask there ourselves; this names at
 * once what could not work. Numeric hosts are read as a browser reads them, so decimal, octal and hex are no way in.
 */
export const checkMediaUrl = (text: string, path: string): Violation[] => {
  if (text.length > MAX_URL) {
    return [violation(path, "media_url_too_long", `A media address may have at most ${MAX_URL} characters.`)];
  }
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text);
  if (url?.protocol !== "https:" || !/^https:\/\//i.test(text)) {
    return [violation(path, "media_url_not_https", "A media address must be an absolute https address.")];
  }
  if (url.username !== "" || url.password !== "" || !isPublic(url.hostname)) {
    return [
      violation(path, "media_url_not_public", "A media address must be public: no user name, no local host."),
    ];
  }
  return [];
};

const isPublic = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const version = isIP(host);
  if (version !== 0) return !PRIVATE.check(host, version === 6 ? "ipv6" : "ipv4");
  return host.includes(".") && !LOCAL_NAME.test(host);
};
