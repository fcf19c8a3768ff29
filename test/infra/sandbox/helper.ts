import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import type { Options } from "../../../infra/local/sandbox/options.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";

export const SID = `AC${"a1".repeat(16)}`;
export const NUMBER = "106540352242922";
export const PAGE = "200000000000001";
export const INSTAGRAM = "17841400000000001";
export const INSTAGRAM_PAGE = "300000000000003";
export const IG_OF_PAGE = "17841499999999999";
export const SECRET = "app-secret";
export const TWILIO_TOKEN = "twilio-token";

export type Reply = { status: number; body: Record<string, unknown>; text: string };

/** A sandbox for one test file, with the calls its providers take. */
export function useSandbox(given: Partial<Options> = {}) {
  let sandbox: Sandbox;
  let origin = "";
  beforeAll(async () => {
    sandbox = createSandbox({
      port: 0,
      metaAppSecret: SECRET,
      twilioAuthToken: TWILIO_TOKEN,
      instagramPages: new Map([[INSTAGRAM_PAGE, IG_OF_PAGE]]),
      retries: [5, 10, 20],
      ...given,
    });
    origin = await sandbox.listen();
  });
  afterAll(() => sandbox.close());

  async function call(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(origin + path, { method, ...init });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : {}, text };
  }
  const json = (method: string, path: string, body: unknown, token = "sandbox-token") =>
    call(method, path, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: typeof body === "string" || body === undefined ? (body ?? null) : JSON.stringify(body),
    });
  const wa = (body: object, number = NUMBER) =>
    json("POST", `/v25.0/${number}/messages`, {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+15550001111",
      ...body,
    });
  const graph = (account: string, body: object) => json("POST", `/v25.0/${account}/messages`, body);
  const twilio = (fields: Record<string, string | string[]>, password = TWILIO_TOKEN, user = SID) => {
    const form = new URLSearchParams();
    for (const [key, value] of Object.entries(fields))
      for (const one of [value].flat()) form.append(key, one);
    return call("POST", `/2010-04-01/Accounts/${SID}/Messages.json`, {
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` },
      body: form,
    });
  };
  return {
    call,
    json,
    wa,
    graph,
    twilio,
    text: (body: string, extra: object = {}) => wa({ type: "text", text: { body }, ...extra }),
    messenger: (message: object, extra: object = {}) =>
      graph(PAGE, { recipient: { id: "7001" }, messaging_type: "RESPONSE", message, ...extra }),
    instagram: (message: object, extra: object = {}, account = INSTAGRAM) =>
      graph(account, { recipient: { id: "8001" }, message, ...extra }),
    sms: (fields: Record<string, string | string[]>) =>
      twilio({ To: "+15550001111", From: "+15550002222", ...fields }),
    upload: (bytes: Uint8Array, type: string, { number = NUMBER, name = "file", said = type } = {}) => {
      const form = new FormData();
      form.set("messaging_product", "whatsapp");
      form.set("type", said);
      form.set("file", new Blob([new Uint8Array(bytes)], { type }), name);
      const headers = { authorization: "Bearer sandbox-token" };
      return call("POST", `/v25.0/${number}/media`, { headers, body: form });
    },
    say: (body: object, wait = false) => json("POST", `/contacts/say${wait ? "?wait=true" : ""}`, body),
    origin: () => origin,
    received: (filter?: Parameters<Sandbox["received"]>[0]) => sandbox.received(filter),
  };
}

/** The provider's error code, with its subcode when there is one. */
export function codeOf({ body }: Reply): unknown {
  const error = body.error as { code: number; error_subcode?: number } | undefined;
  if (!error) return body.code;
  return error.error_subcode === undefined ? error.code : `${error.code}/${error.error_subcode}`;
}

export type Caught = { method: string; url: string; headers: IncomingMessage["headers"]; raw: Buffer };

/** A server that takes webhooks, or hands out media. */
export function useServer(
  respond: (
    caught: Caught,
    count: number,
  ) => { status: number; headers?: object; body?: Uint8Array | string },
) {
  const caught: Caught[] = [];
  let origin = "";
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const one = {
      method: req.method ?? "",
      url: req.url ?? "",
      headers: req.headers,
      raw: Buffer.concat(chunks),
    };
    caught.push(one);
    const { status, headers, body } = respond(one, caught.length);
    res.writeHead(status, { ...headers });
    res.end(req.method === "HEAD" ? undefined : body);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { caught, origin: () => origin };
}

/** Waits until something is true; fails by timing out with what it saw. */
export async function until<T>(probe: () => T | undefined | false, ms = 3000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = probe();
    if (value) return value;
    if (Date.now() > end) throw new Error("it never came true");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const crc = Buffer.alloc(4);
/** The first bytes of a png of the given depth and colour type: enough to be recognised. */
export const png = (size = 64, depth = 8, colour = 6): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    Buffer.from("IHDR"),
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, depth, colour, 0, 0, 0]),
    crc,
    Buffer.from([0, 0, 0, 4]),
    Buffer.from("IDAT"),
    Buffer.alloc(Math.max(0, size - 41)),
  ]).subarray(0, Math.max(size, 41));

export const jpeg = (size = 64): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size - 4)]);
export const pdf = (size = 64): Buffer =>
  Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(size - 9, 32)]);
export const mp4 = (size = 64): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from("ftypisom\0\0\0\0isommp42"),
    Buffer.alloc(size - 24),
  ]);
export const opus = (channels = 1): Buffer => {
  const page = Buffer.alloc(28);
  page.write("OggS");
  page[26] = 1;
  page[27] = 19;
  return Buffer.concat([page, Buffer.from("OpusHead"), Buffer.from([1, channels]), Buffer.alloc(64)]);
};
export const webp = (size: number, animated = false): Buffer => {
  const head = Buffer.alloc(Math.max(size, 40));
  head.write("RIFF");
  head.writeUInt32LE(head.length - 8, 4);
  head.write(animated ? "WEBPVP8X" : "WEBPVP8 ", 8);
  if (animated) head[20] = 2;
  return head;
};
