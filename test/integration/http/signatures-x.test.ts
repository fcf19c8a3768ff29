import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signX } from "../../../infra/local/sandbox/sign.ts";
import { eachWithBackend } from "./fixture.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";
import { challenge, SECRET, send, written } from "./x-events.ts";

const backend = eachWithBackend();
const TEXT = "Grüße 👋 a/b";
const body = written("500", TEXT);
const GOOD = signX(SECRET, body);

const textsHeard = async () => {
  const [newest] = (await listConversations(backend(), { channel: "x" })).body.data;
  return (await listMessages(backend(), newest!.id)).body.data.map(({ message_text }) => message_text);
};

const hmac = (algorithm: string, encoding: "hex" | "base64" | "base64url") =>
  createHmac(algorithm, SECRET).update(body).digest(encoding);

const FORGERIES: [what: string, signature: string | undefined][] = [
  ["no signature", undefined],
  ["an empty signature", ""],
  ["a prefix and nothing behind it", "sha256="],
  ["no prefix", GOOD.slice("sha256=".length)],
  ["another prefix", GOOD.replace("sha256=", "sha1=")],
  ["its prefix in capitals", GOOD.replace("sha256=", "SHA256=")],
  ["SHA-1 under the prefix of SHA-256", `sha256=${hmac("sha1", "base64")}`],
  ["hex in place of base64, as Meta has it", `sha256=${hmac("sha256", "hex")}`],
  ["base64 without its padding", GOOD.replace(/=$/, "")],
  ["base64 with too much padding", `${GOOD}=`],
  [
    "base64 of the address's alphabet",
    `sha256=${createHmac("sha256", SECRET).update(`${body}!`).digest("base64url")}`,
  ],
  ["a signature cut short", GOOD.slice(0, -4)],
  ["a signature and more behind it", `${GOOD}AAAA`],
  ["letters outside ASCII", `sha256=${"é".repeat(44)}`],
  ["a space before it", ` ${GOOD}`],
  ["a space after it", `${GOOD} `],
  ["a line break after it", `${GOOD}\n`],
  ["two headers, which a gateway joins", `${GOOD},${GOOD}`],
  ["a wrong header before the right one", `sha256=${"A".repeat(43)}=,${GOOD}`],
  ["another app's secret", signX("the secret of another app", body)],
  ["an empty secret", signX("", body)],
  ["another body", signX(SECRET, `${body} `)],
];

describe("a webhook of X", () => {
  it.each(FORGERIES)(
    "with %s is refused with 401, changes nothing and shows no signature",
    async (_, forged) => {
      const { status, text } = await changingNothing(backend(), () => send(backend(), body, forged));
      expect(status).toBe(401);
      expect(text).not.toContain(GOOD.slice("sha256=".length, 24));
    },
  );

  it("is heard with its signature, as text or as bytes, and changes nothing when it is played again", async () => {
    expect((await send(backend(), body, GOOD)).status).toBe(200);
    expect(await textsHeard()).toEqual([TEXT]);
    await changingNothing(backend(), async () => {
      for (const replay of [body, Buffer.from(body)]) {
        backend().clock.add(3_600_000);
        expect((await send(backend(), replay, GOOD)).status).toBe(200);
      }
    });
  });

  it("without a body is refused, unless nothing itself was signed: that is no JSON", async () => {
    await changingNothing(backend(), async () => {
      expect((await send(backend(), undefined, GOOD)).status).toBe(401);
      expect((await send(backend(), undefined, signX(SECRET, ""))).status).toBe(400);
    });
  });

  it("is refused by a server that has no secret, even signed with an empty one", async () => {
    await changingNothing(backend(), async () => {
      for (const secret of ["", " , "]) {
        expect((await send(backend(), body, signX("", body), secret)).status).toBe(401);
        expect((await send(backend(), body, signX(secret, body), secret)).status).toBe(401);
      }
    });
  });

  it("is heard with the old and the new secret while one replaces the other, and then with the new alone", async () => {
    const both = "a newer secret,the older secret";
    const later = written("501", "new");
    expect((await send(backend(), body, signX("the older secret", body), both)).status).toBe(200);
    expect((await send(backend(), later, signX("a newer secret", later), both)).status).toBe(200);
    await changingNothing(backend(), async () => {
      const late = written("502", "late");
      expect((await send(backend(), late, signX("the older secret", late), "a newer secret")).status).toBe(
        401,
      );
    });
  });
});

describe("the challenge of X", () => {
  it("is answered with the token's signature, by the newest secret", async () => {
    const token = "MWY0NTRlM2MtYzc2Zi00/+a-_=";
    const { status, body: told } = await challenge(backend(), { crc_token: token });
    expect([status, told]).toEqual([200, { response_token: signX(SECRET, token) }]);
    const rotated = await challenge(backend(), { crc_token: token }, "new,old");
    expect(rotated.body).toEqual({ response_token: signX("new", token) });
  });

  it.each([
    ["no token", {}],
    ["an empty token", { crc_token: "" }],
    ["a token that is a webhook", { crc_token: body }],
    ["a token that is an empty object", { crc_token: "{}" }],
    ["a token that is a list", { crc_token: "[1]" }],
    ["a token that is very long", { crc_token: "a".repeat(257) }],
  ])("with %s signs nothing, so that nobody has a webhook signed", async (_, query) => {
    const { status, text } = await challenge(backend(), query as Record<string, string>);
    expect(status).toBe(400);
    expect(text).not.toContain("sha256=");
  });
});
