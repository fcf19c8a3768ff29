import { join } from "node:path";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { SECRETS } from "../../shared/messaging/settings.ts";
import { type Declared, declaredFunctions, readProofs, routesOf } from "./declared.ts";
import { ROOT } from "./sources.ts";

interface Answer {
  statusCode: number;
}
type Handler = (event: unknown, context: Context) => Promise<Answer>;

const proofs = readProofs();
const routes = declaredFunctions().flatMap((one) =>
  routesOf(one).map((route) => ({ route, one, proof: proofs[route] })),
);

/** A backend where nobody is known, and where whoever changes or sends something is caught. */
const strangersBackend = () => {
  const touched: string[] = [];
  const caught = (what: string) => async () => {
    touched.push(what);
    throw new Error(`a stranger reached ${what}`);
  };
  const parts = {
    items: {
      read: async (keys: { pk: string }[]) => {
        // No route here names a file before its caller is known.
        if (keys.some(({ pk }) => pk.startsWith("file#"))) touched.push("a file");
        return keys.map(() => undefined);
      },
      list: async () => [],
      listIndex: async () => [],
      write: caught("a write"),
      writeAll: caught("a write"),
    },
    queue: { enqueue: caught("the queue"), changeVisibility: caught("the queue") },
    queueOf: () => ({ enqueue: caught("the queue") }),
    bucket: {
      name: "files",
      ...Object.fromEntries(BUCKET.map((name) => [name, caught(`the bucket's ${name}`)])),
    },
    sockets: { post: caught("a socket") },
    events: { after: caught("the events") },
    secrets: { get: async () => ["the-secret-nobody-knows"] },
    settings: {
      publicUrl: "https://api.example.com",
      socketUrl: "wss://api.example.com",
      bucketName: "files",
      providerOverrides: {},
      graphVersion: "v25.0",
      sandbox: undefined,
      secretNames: SECRETS,
    },
  };
  return { parts, touched };
};
/** Well made, and signed by nobody. */
const FORGED_LINK = `1.${"0".repeat(26)}.99999999999.${"A".repeat(43)}`;
const BUCKET = ["signPut", "signGet", "put", "head", "start", "open"];

const handlerOf = async ({ file }: Declared, parts: unknown): Promise<Handler> => {
  const { createHandler } = (await import(join(ROOT, file))) as { createHandler(parts: unknown): Handler };
  return createHandler(parts);
};

const request = (route: string, headers: Record<string, string>, query: Record<string, string> = {}) => {
  const [method = "GET", path = "/nowhere"] = route === "$default" ? [] : route.split(" ");
  const filled = path.replaceAll(/\{\w+\}/g, "1");
  return {
    version: "2.0",
    routeKey: route,
    rawPath: filled,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { "content-type": "application/json", host: "api.example.com", ...headers },
    queryStringParameters: query,
    pathParameters: {
      id: "1",
      message_id: "1",
      token: FORGED_LINK,
      inbox_identifier: "nobodys",
      contact_identifier: "nobodys",
      conversation_id: "1",
    },
    requestContext: { requestId: "1", http: { method, path: filled } },
    body: JSON.stringify({ conversation_id: 1, message_text: "hello", object: "page", entry: [] }),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
};

const frame = (route: string) => ({
  requestContext: {
    connectionId: "c",
    requestId: "1",
    eventType: { "socket $connect": "CONNECT", "socket $disconnect": "DISCONNECT" }[route] ?? "MESSAGE",
  },
  queryStringParameters: { conversation_id: "1", token: "forged" },
  body: JSON.stringify({ type: "catch_up", after_seq: 0 }),
});

const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 10_000 } as Context;

const withoutKey = (route: string) => [
  request(route, {}),
  request(route, { "x-api-key": "nobodys" }),
  request(route, { authorization: "Bearer nobodys" }),
  request(route, { authorization: "Basic bm9ib2R5" }),
];

/** What a caller without the proof, or with a forged one, is told, by proof. */
const FORGERIES: Record<string, { forged: (route: string) => unknown[]; told: number }> = {
  key: { forged: withoutKey, told: 401 },
  "spruce-key": { forged: withoutKey, told: 403 },
  "meta-signature": {
    forged: (route) => [
      request(route, {}),
      request(route, { "x-hub-signature-256": "" }),
      request(route, { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }),
    ],
    told: 401,
  },
  "twilio-signature": {
    forged: (route) => [request(route, {}), request(route, { "x-twilio-signature": "AAAA" })],
    told: 401,
  },
  "x-signature": {
    forged: (route) => [
      request(route, {}),
      request(route, { "x-twitter-webhooks-signature": "" }),
      request(route, { "x-twitter-webhooks-signature": `sha256=${"A".repeat(43)}=` }),
    ],
    told: 401,
  },
  "x-challenge": {
    forged: (route) => [request(route, {}), request(route, {}, { crc_token: '{"data":{}}' })],
    told: 400,
  },
  "verify-token": {
    forged: (route) => [
      request(route, {}),
      request(route, {}, { "hub.mode": "subscribe", "hub.verify_token": "forged", "hub.challenge": "1" }),
    ],
    told: 403,
  },
  "signed-link": { forged: (route) => [request(route, {})], told: 404 },
  "chatwoot-identifiers": {
    forged: (route) => [request(route, {}), request(route, { "content-type": "multipart/form-data" })],
    told: 404,
  },
  public: { forged: (route) => [request(route, {})], told: 404 },
  reference: { forged: (route) => [request(route, {})], told: 200 },
};

describe("nobody gets past a route without its proof", () => {
  it.each(routes.filter(({ proof }) => proof !== "visitor-token"))(
    "$route asks for $proof",
    async ({ route, one, proof }) => {
      const { forged, told } = FORGERIES[proof ?? ""]!;
      for (const event of forged(route)) {
        const { parts, touched } = strangersBackend();
        const handler = await handlerOf(one, parts);
        expect(await handler(event, context)).toMatchObject({ statusCode: told });
        expect(touched).toEqual([]);
      }
    },
  );

  it("a socket opens for its visitor only", async () => {
    const { parts, touched } = strangersBackend();
    const { one } = routes.find(({ route }) => route === "socket $connect")!;
    const handler = await handlerOf(one, parts);
    expect(await handler(frame("socket $connect"), context)).toMatchObject({ statusCode: 401 });
    expect(touched).toEqual([]);
  });

  it.each([
    ["a key nobody has", { type: "auth", key: "nobodys" }],
    ["no key", { type: "catch_up", after_seq: 0 }],
  ])("a member's socket with %s is told so and ended, and follows nothing", async (_, said) => {
    const { parts, touched } = strangersBackend();
    const one = declaredFunctions().find(({ key }) => key === "members-socket")!;
    const done: unknown[] = [];
    const sockets = {
      post: async (_: string, sent: unknown) => done.push(sent) > 0,
      close: async () => void done.push("closed"),
    };
    const wakes = { wake: async () => void touched.push("a wake") };
    const handler = await handlerOf(one, { ...parts, sockets, wakes });
    for (const route of ["socket $connect", "socket $default"]) {
      const event = { ...frame(route), body: JSON.stringify(said) };
      expect(await handler(event, context)).toMatchObject({ statusCode: 200 });
    }
    expect(done).toMatchObject([{ type: "error", code: 4401 }, "closed"]);
    expect(touched).toEqual([]);
  });

  it("a frame over a connection nobody opened is answered that it is not known", async () => {
    const { parts } = strangersBackend();
    const { one } = routes.find(({ route }) => route === "socket $default")!;
    const frames: unknown[] = [];
    const sockets = { post: async (_: string, sent: unknown) => frames.push(sent) > 0 };
    const handler = await handlerOf(one, { ...parts, sockets });
    expect(await handler(frame("socket $default"), context)).toMatchObject({ statusCode: 200 });
    expect(frames).toMatchObject([{ type: "error", code: "not_connected" }]);
  });
});
