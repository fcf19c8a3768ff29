import type dns from "node:dns";
import { describe, expect, it } from "vitest";
import { guardOf } from "../../../../shared/providers/media/guard.ts";
import { isPublic, NotPublic, publicOnly } from "../../../../shared/providers/media/public-address.ts";

describe("an address of the public internet", () => {
  it.each(["157.240.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "2a03:2880:f003:c07:face:b00c::2"])(
    "is %s",
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    ...["127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ...["169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255"],
    ...["::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "2001:db8::1"],
    ...["::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "2002:7f00:1::", "2001::1"],
    ...["localhost", "", "127.1", "0x7f000001"],
  ])("is not %s", (address) => expect(isPublic(address)).toBe(false));
});

type Found = { address: string; family: number }[];
/** A resolver that answers with these addresses. */
const resolving = (...addresses: string[]) =>
  ((_: string, __: object, callback: (error: null, found: Found) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    )) as unknown as typeof dns.lookup;

const lookup = (all: boolean, ...addresses: string[]) =>
  new Promise((resolve, reject) => {
    publicOnly(resolving(...addresses))("cdn.example.com", { all }, (error, ...found) =>
      error ? reject(error) : resolve(found),
    );
  });

describe("a name", () => {
  it("is connected to at the addresses that were looked at", async () => {
    const both = ["157.240.1.1", "2a03:2880::1"];
    expect(await lookup(false, ...both)).toEqual(["157.240.1.1", 4]);
    expect(await lookup(true, ...both)).toEqual([
      [
        { address: "157.240.1.1", family: 4 },
        { address: "2a03:2880::1", family: 6 },
      ],
    ]);
  });

  it.each([
    ["of this machine", ["127.0.0.1"]],
    ["of the metadata service", ["169.254.169.254"]],
    ["of somewhere and of this machine", ["157.240.1.1", "::1"]],
    ["of nowhere", []],
  ])("%s is refused", async (_, addresses) => {
    await expect(lookup(true, ...addresses)).rejects.toBeInstanceOf(NotPublic);
    await expect(lookup(false, ...addresses)).rejects.toBeInstanceOf(NotPublic);
  });
});

describe("the guard of downloads", () => {
  const guard = guardOf(["http://127.0.0.1:3001", undefined]);

  it.each(["https://cdn.example.com/a", "https://157.240.1.1/a", "https://[2a03:2880::1]/a"])(
    "lets %s be asked, its name looked up with care",
    (url) => expect(guard.lookupFor(new URL(url))).toBeTypeOf("function"),
  );

  it.each(["http://127.0.0.1:3001/a", "https://127.0.0.1:3001/a"])(
    "lets %s be asked, whose host and port the operator named",
    (url) => expect(guard.lookupFor(new URL(url))).toBeUndefined(),
  );

  it.each([
    ...["http://cdn.example.com/a", "ftp://cdn.example.com/a", "file:///etc/passwd", "data:text/plain,a"],
    ...["https://127.0.0.2/a", "https://[::1]/a", "https://2130706434/a", "https://0x7f.2/a"],
    ...[
      "https://[::ffff:10.0.0.1]/a",
      "https://169.254.169.254/latest",
      "https://user:word@cdn.example.com/a",
    ],
    ...["file://127.0.0.1/etc/passwd", "http://127.0.0.1:9/a", "http://127.0.0.1/a"],
  ])("refuses %s", (url) => {
    const failure = expect.objectContaining({ code: "media_address_refused" });
    const refused = expect.objectContaining({ failure, again: false });
    expect(() => guard.lookupFor(new URL(url))).toThrow(refused);
  });
});
