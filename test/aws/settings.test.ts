import { describe, expect, it } from "vitest";
import { awsSettings, queueUrl, variable } from "../../shared/aws/settings.ts";

const settings = (env: Record<string, string> = {}) => awsSettings(env);

describe("a function's environment on AWS", () => {
  it("needs only what the function asks for", () => {
    const { graphVersion, sandbox, providerOverrides } = settings();
    expect([graphVersion, sandbox, providerOverrides]).toEqual([
      "v25.0",
      undefined,
      { meta: undefined, instagram: undefined, twilio: undefined, x: undefined },
    ]);
  });

  it.each([
    ["PUBLIC_URL", (of: ReturnType<typeof settings>) => of.publicUrl],
    ["SOCKET_URL", (of: ReturnType<typeof settings>) => of.socketUrl],
    ["BUCKET_NAME", (of: ReturnType<typeof settings>) => of.bucketName],
    ["META_APP_SECRET", (of: ReturnType<typeof settings>) => of.secretNames.metaApp],
    ["META_VERIFY_TOKEN", (of: ReturnType<typeof settings>) => of.secretNames.metaVerify],
    ["TWILIO_AUTH_TOKEN", (of: ReturnType<typeof settings>) => of.secretNames.twilioAuth],
    ["X_CONSUMER_SECRET", (of: ReturnType<typeof settings>) => of.secretNames.xConsumer],
  ])("names %s when it is missing or empty", (name, ask) => {
    const said = `The environment variable ${name} is not set`;
    expect(() => ask(settings())).toThrow(said);
    expect(() => ask(settings({ [name]: "" }))).toThrow(said);
  });

  it.each(["TABLE_NAME", "QUEUE_URL", "SOCKET_ENDPOINT"] as const)("names %s when it is missing", (name) => {
    expect(() => variable({}, name)).toThrow(`The environment variable ${name} is not set`);
  });

  it("reads addresses without the slash at their end", () => {
    const env = {
      PUBLIC_URL: "https://api.example.com/",
      SOCKET_URL: "wss://socket.example.com/live/",
      META_GRAPH_URL: "http://127.0.0.1:4000/",
      META_GRAPH_VERSION: "v26.0",
    };
    const { publicUrl, socketUrl, providerOverrides, graphVersion } = settings(env);
    expect([publicUrl, socketUrl, providerOverrides.meta, graphVersion]).toEqual([
      "https://api.example.com",
      "wss://socket.example.com/live",
      "http://127.0.0.1:4000",
      "v26.0",
    ]);
  });

  it.each([
    ["PUBLIC_URL", "api.example.com", (of: ReturnType<typeof settings>) => of.publicUrl],
    ["SOCKET_URL", "https://socket.example.com", (of: ReturnType<typeof settings>) => of.socketUrl],
    ["TWILIO_API_URL", "ftp://x", (of: ReturnType<typeof settings>) => of.providerOverrides.twilio],
    ["META_GRAPH_VERSION", "25", (of: ReturnType<typeof settings>) => of.graphVersion],
  ])("refuses %s=%s by name", (name, value, ask) => {
    expect(() => ask(settings({ [name]: value }))).toThrow(`The environment variable ${name} must be`);
  });

  it("names the parameter that signs links, and misses it by name", () => {
    expect(settings({ APP_SECRET: "/outgoing/app" }).secretNames.app).toBe("/outgoing/app");
    expect(() => settings().secretNames.app).toThrow("APP_SECRET is not set");
  });
});

describe("the address of a channel's queue", () => {
  const pattern = "https://sqs.eu-west-1.amazonaws.com/1/deliver-{channel}-dev.fifo";

  it("is made of the channel's name where one function writes on all of them", () => {
    const addresses = ["sms", "whatsapp"].map((channel) =>
      queueUrl({ QUEUE_URLS: pattern }, channel as "sms" | "whatsapp"),
    );
    expect(addresses).toEqual([
      "https://sqs.eu-west-1.amazonaws.com/1/deliver-sms-dev.fifo",
      "https://sqs.eu-west-1.amazonaws.com/1/deliver-whatsapp-dev.fifo",
    ]);
  });

  it("is the one the function was given, where it was given one", () => {
    const own = "https://sqs.eu-west-1.amazonaws.com/1/own.fifo";
    expect(queueUrl({ QUEUE_URL: own, QUEUE_URLS: pattern }, "sms")).toBe(own);
  });

  it("is missed by name, and no pattern is one that would send every channel to the same queue", () => {
    expect(() => queueUrl({}, "sms")).toThrow("The environment variable QUEUE_URL is not set");
    const same = { QUEUE_URLS: "https://sqs.eu-west-1.amazonaws.com/1/deliver-sms-dev.fifo" };
    expect(() => queueUrl(same, "sms")).toThrow("QUEUE_URLS must be an address with {channel} in it");
  });
});
