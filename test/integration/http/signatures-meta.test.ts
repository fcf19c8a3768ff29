import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signMeta } from "../../../infra/local/sandbox/sign.ts";
import { environmentSecrets } from "../../../shared/embedded/secrets.ts";
import { call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { bodyOf, CREATE, entryOf, META, type Meta } from "./meta.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const SECRET = DEMO_SECRETS.META_APP_SECRET;
const TEXT = "Grüße 👋 a/b";

/** What Meta sends when a stranger writes: everything outside ASCII escaped, slashes too. */
const written = (channel: Meta) => bodyOf(channel, entryOf(channel, { id: "m.1", text: TEXT }));

const send = (
  channel: Meta,
  body: string | Buffer | undefined,
  signature?: string,
  secret: string | undefined = SECRET,
) => {
  const secrets = environmentSecrets({ ...DEMO_SECRETS, META_APP_SECRET: secret });
  return call(CREATE[channel]({ ...backend().parts(channel), secrets }), `POST /webhooks/${channel}`, {
    key: null,
    body,
    headers: signature === undefined ? {} : { "x-hub-signature-256": signature },
  });
};

const textsHeard = async (channel: Meta) => {
  const [newest] = (await listConversations(backend(), { channel })).body.data;
  return (await listMessages(backend(), newest!.id)).body.data.map(({ message_text }) => message_text);
};

type Forgery = [what: string, signature: (good: string, body: string) => string | undefined];

const FORGERIES: Forgery[] = [
  ["no signature", () => undefined],
  ["an empty signature", () => ""],
  ["a prefix and nothing behind it", () => "sha256="],
  ["no prefix", (good) => good.slice("sha256=".length)],
  ["another prefix", (good) => good.replace("sha256=", "sha512=")],
  ["its prefix in capitals", (good) => good.replace("sha256=", "SHA256=")],
  ["SHA-1, as older apps had", (_, body) => `sha1=${createHmac("sha1", SECRET).update(body).digest("hex")}`],
  [
    "SHA-1 under the prefix of SHA-256",
    (_, body) => `sha256=${createHmac("sha1", SECRET).update(body).digest("hex")}`,
  ],
  ["a signature cut short", (good) => good.slice(0, -2)],
  ["a signature and more behind it", (good) => `${good}00`],
  ["hex in capitals", (good) => `sha256=${good.slice("sha256=".length).toUpperCase()}`],
  ["something that is no hex", (good) => `${good.slice(0, -2)}zz`],
  ["letters outside ASCII", () => `sha256=${"é".repeat(64)}`],
  [
    "base64 in place of hex",
    (_, body) => `sha256=${createHmac("sha256", SECRET).update(body).digest("base64")}`,
  ],
  ["a space before it", (good) => ` ${good}`],
  ["a space after it", (good) => `${good} `],
  ["a line break after it", (good) => `${good}\n`],
  ["two headers, which a gateway joins", (good) => `${good},${good}`],
  ["a wrong header before the right one", (good) => `sha256=${"0".repeat(64)},${good}`],
  ["another app's secret", (_, body) => signMeta("the secret of another app", body)],
  ["an empty secret", (_, body) => signMeta("", body)],
  ["another body", (_, body) => signMeta(SECRET, `${body} `)],
  ["the body serialised anew", (_, body) => signMeta(SECRET, JSON.stringify(JSON.parse(body)))],
];

describe.each(META)("a webhook of %s", (channel) => {
  it.each(FORGERIES)(
    "with %s is refused with 401, changes nothing and shows no signature",
    async (_, forge) => {
      const body = written(channel);
      const good = signMeta(SECRET, body);
      const { status, text } = await changingNothing(backend(), () => send(channel, body, forge(good, body)));
      expect(status).toBe(401);
      expect(text.toLowerCase()).not.toContain(good.slice("sha256=".length, 24));
    },
  );

  it("whose text was serialised anew on its way is refused, although it says the same", async () => {
    const body = written(channel);
    const anew = JSON.stringify(JSON.parse(body));
    expect(anew).not.toBe(body);
    const { status } = await changingNothing(backend(), () => send(channel, anew, signMeta(SECRET, body)));
    expect(status).toBe(401);
  });

  it("without a body is refused, unless nothing itself was signed: that is no JSON", async () => {
    await changingNothing(backend(), async () => {
      expect((await send(channel, undefined, signMeta(SECRET, written(channel)))).status).toBe(401);
      expect((await send(channel, undefined)).status).toBe(401);
      expect((await send(channel, undefined, signMeta(SECRET, ""))).status).toBe(400);
    });
  });

  it("is refused by a server that has no secret, even signed with an empty one", async () => {
    const body = written(channel);
    await changingNothing(backend(), async () => {
      for (const secret of ["", " , "]) {
        expect((await send(channel, body, signMeta("", body), secret)).status).toBe(401);
        expect((await send(channel, body, signMeta(secret, body), secret)).status).toBe(401);
      }
    });
  });

  it("is heard when the escaped form it came in was signed, as text or as bytes", async () => {
    const body = written(channel);
    expect(body).toContain("\\u00fc");
    expect((await send(channel, body, signMeta(SECRET, body))).status).toBe(200);
    expect(await textsHeard(channel)).toEqual([TEXT]);
    await changingNothing(backend(), async () => {
      expect((await send(channel, Buffer.from(body), signMeta(SECRET, body))).status).toBe(200);
    });
  });

  it("is heard with the old and the new secret while one replaces the other, and then with the new alone", async () => {
    const [old, fresh] = [written(channel), bodyOf(channel, entryOf(channel, { id: "m.2", text: "new" }))];
    const both = "a newer secret,the older secret";
    expect((await send(channel, old, signMeta("the older secret", old), both)).status).toBe(200);
    expect((await send(channel, fresh, signMeta("a newer secret", fresh), both)).status).toBe(200);
    expect(await textsHeard(channel)).toHaveLength(2);
    const late = bodyOf(channel, entryOf(channel, { id: "m.3", text: "late" }));
    await changingNothing(backend(), async () => {
      const signature = signMeta("the older secret", late);
      expect((await send(channel, late, signature, "a newer secret")).status).toBe(401);
    });
  });

  it("changes nothing when somebody plays it again", async () => {
    const body = written(channel);
    await send(channel, body, signMeta(SECRET, body));
    await changingNothing(backend(), async () => {
      for (let replay = 0; replay < 3; replay += 1) {
        backend().clock.add(3_600_000);
        expect((await send(channel, body, signMeta(SECRET, body))).status).toBe(200);
      }
    });
  });
});
