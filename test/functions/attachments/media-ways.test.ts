import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readMedia } from "../../../functions/attachments/media-ways.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { Account } from "../../../shared/domain/account.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { MediaSource } from "../../../shared/domain/incoming.ts";
import { locateAtTwilio } from "../../../shared/providers/twilio/media.ts";
import { oneBackend } from "../../integration/http/fixture.ts";
import { type Behaviour, reasonOf, server, textOf } from "../../shared/providers/media/misbehaving.ts";

const backend = oneBackend();
const BYTES = "bytes";
const SHA = createHash("sha256").update(BYTES).digest("hex");

const accountOn = (channel: Channel, more: object = {}): Account =>
  Account.parse({ ...DEMO[channel].account, channel, organization_id: 1, secret: "TOKEN", ...more });

/** The real ways, to a provider at this origin; the account's token is `token-1`. */
const read = (
  origin: string | undefined,
  channel: Channel,
  source: MediaSource,
  more: object = {},
  elsewhere: string | undefined = origin,
) => {
  const { settings } = backend().parts();
  const providerOverrides = { meta: origin, instagram: elsewhere, twilio: origin };
  const secrets = { get: async (name: string) => (name === "TOKEN" ? ["token-1", "token-0"] : []) };
  const ways = readMedia({ secrets, settings: { ...settings, providerOverrides } });
  return ways({ source, account: accountOn(channel, more) }, new AbortController().signal);
};

/** Graph and its files: `described` is what the id leads to. */
const graph = async (described: Behaviour | object) => {
  const started = await server((request, response) => {
    if (request.url === "/file") response.end(BYTES);
    else if (typeof described === "function") described(request, response);
    else response.end(JSON.stringify({ url: `${started.origin}/file`, ...described }));
  });
  return started;
};
const saying =
  (status: number, code?: number): Behaviour =>
  (_, response) =>
    response.writeHead(status).end(code === undefined ? "<html>" : JSON.stringify({ error: { code } }));

describe("a WhatsApp file", () => {
  it("is asked for by its id, and fetched with the same token", async () => {
    const { origin, asked } = await graph({ mime_type: "image/png", sha256: SHA, file_size: BYTES.length });
    expect(await textOf(read(origin, "whatsapp", { media_id: "9/../8" }))).toBe(BYTES);
    expect(asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ["/v25.0/9%2F..%2F8?phone_number_id=100000000000101", "Bearer token-1"],
      ["/file", "Bearer token-1"],
    ]);
  });

  it.each([
    [{ sha256: "0".repeat(64) }, "media_unavailable", true],
    [{ file_size: 4 }, "media_unavailable", true],
    [{ file_size: String(200 * 1024 * 1024) }, "file_too_large", false],
    [{ url: "http://169.254.169.254/latest" }, "media_address_refused", false],
    [{ url: "nowhere" }, "media_unavailable", true],
    [saying(404), "media_gone", false],
    [saying(410), "media_gone", false],
    [saying(400, 100), "media_unavailable", true],
    [saying(401, 190), "media_access_refused", true],
    [saying(400, 10), "media_access_refused", true],
    [saying(400, 4), "media_throttled", true],
    [saying(429), "media_throttled", true],
    [saying(200), "media_unavailable", true],
    [saying(500), "media_unavailable", true],
  ] as [Behaviour | object, string, boolean][])("described as %o is %s", async (described, code, again) => {
    const { origin } = await graph(described);
    expect(await reasonOf(read(origin, "whatsapp", { media_id: "9" }))).toEqual([code, again]);
  });

  it("is not lost for a token that is not set yet", async () => {
    const coming = read(undefined, "whatsapp", { media_id: "9" }, { secret: "MISSING" });
    expect(await reasonOf(coming)).toEqual(["account_without_credentials", true]);
  });
});

describe.each(["messenger", "instagram"] as const)("a file of %s", (channel) => {
  it("is fetched by its link, which is shown no token", async () => {
    const { origin, asked } = await graph({});
    expect(await textOf(read(origin, channel, { url: `${origin}/file` }, { secret: "MISSING" }))).toBe(BYTES);
    expect(asked[0]!.headers.authorization).toBeUndefined();
  });

  it.each([["nowhere"], ["http://cdn.example.com/a"], ["https://10.0.0.1/a"]])(
    "at %s is not asked for",
    async (url) => {
      expect(await reasonOf(read(undefined, channel, { url }))).toEqual(["media_address_refused", false]);
    },
  );
});

describe("an MMS file", () => {
  const SID = DEMO.sms.account.provider_ids.account_sid!;
  const basic = `Basic ${Buffer.from(`${SID}:token-1`).toString("base64")}`;
  const locate = (origin: string, url: string) =>
    locateAtTwilio(async () => ({ origin, token: "token-1" }))(url, accountOn("sms"));

  it("is fetched with SID and token, which its CDN never sees", async () => {
    const cdn = await graph({});
    const api = await server((_, response) =>
      response.writeHead(307, { location: `${cdn.origin}/file` }).end(),
    );
    const source = { url: "https://api.twilio.com/Media/ME1?a=b" };
    expect(await textOf(read(api.origin, "sms", source, {}, cdn.origin))).toBe(BYTES);
    expect(api.asked).toMatchObject([{ path: "/Media/ME1?a=b", headers: { authorization: basic } }]);
    expect(cdn.asked[0]!.headers.authorization).toBeUndefined();
  });

  it.each([
    ["https://api.twilio.com/Media/ME1", true],
    ["https://api.ie1.twilio.com/Media/ME1", true],
    ["https://s3-external-1.amazonaws.com/media.twiliocdn.com/a", false],
    ["https://twilio.com.example.com/a", false],
    ["https://eviltwilio.com/a", false],
    ["http://api.ie1.twilio.com/Media/ME1", false],
  ])("at %s is shown the token: %s", async (url, isShown) => {
    const located = await locate("https://api.twilio.com", url);
    expect([located.url.href, located.headers]).toEqual([url, isShown ? { authorization: basic } : {}]);
  });
});
