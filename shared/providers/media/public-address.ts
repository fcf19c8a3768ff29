import dns from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast with what lies behind it. */
const SPECIAL_4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
/**
 * https://www.iana.org/assignments/iana-ipv6-special-registry: of the one block that is handed out, those parts that
 * are no hosts of the internet or carry an IPv4 address inside.
 */
const GLOBAL_6: [string, number] = ["2000::", 3];
const SPECIAL_6: [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const special = new BlockList();
for (const [net, prefix] of SPECIAL_4) special.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of SPECIAL_6) special.addSubnet(net, prefix, "ipv6");
const global = new BlockList();
global.addSubnet(...GLOBAL_6, "ipv6");

/** Whether an IP address is one of the public internet's; what is no address is not. */
export const isPublic = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && global.check(address, "ipv6") && !special.check(address, "ipv6");
};

/** A name leads into a network of our own. */
export class NotPublic extends Error {
  override readonly name = "NotPublic";
}

/**
 * How a connection finds its host: the addresses that are looked at are those it is made to, so that a name cannot
 * mean one thing now and another a moment later. One that is not public refuses the whole name.
 */
export const publicOnly =
  (lookup: typeof dns.lookup = dns.lookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const [first] = found;
      if (!first || !found.every(({ address }) => isPublic(address))) {
        return callback(new NotPublic("The name leads to an address that is not public"), []);
      }
      if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
