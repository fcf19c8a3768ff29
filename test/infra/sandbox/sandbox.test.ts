import { fork, spawn } from "node:child_process";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { codeOf, NUMBER, PAGE, until, useSandbox } from "./helper.ts";

const sandbox = useSandbox({ callbacks: false });
const { call, json, text, messenger, sms, origin } = sandbox;
const main = new URL("../../../infra/local/sandbox/main.ts", import.meta.url).pathname;

describe("what the sandbox received", () => {
  it("is listed newest first, by channel and recipient, refusals too", async () => {
    await call("DELETE", "/received");
    await text("one");
    await text("");
    await messenger({ text: "two" });
    await sms({ Body: "three" });
    const list = async (query: string) =>
      (await call("GET", `/received${query}`)).body.data as Record<string, never>[];
    expect((await list("")).map(({ channel }) => channel)).toEqual([
      "sms",
      "messenger",
      "whatsapp",
      "whatsapp",
    ]);
    expect(await list("?channel=whatsapp&limit=1")).toHaveLength(1);
    expect(await list("?to=%2B15550001111")).toHaveLength(3);
    expect(await list("?to=7001")).toHaveLength(1);
    const [refused] = await list("?channel=whatsapp");
    expect(refused).toMatchObject({
      account: NUMBER,
      to: "15550001111",
      method: "POST",
      path: `/v25.0/${NUMBER}/messages`,
      body: { text: { body: "" } },
      answer: { status: 400, body: { error: { code: 131008 } } },
    });
    expect(refused?.headers).toHaveProperty("content-type");
    expect(refused?.headers).not.toHaveProperty("authorization");
    expect((await call("GET", `/received/${refused?.id}`)).body).toEqual(refused);
    expect((await call("GET", "/received/r0")).status).toBe(404);
    expect((await call("DELETE", "/received")).body).toEqual({ deleted: 4 });
  });

  it("explains itself", async () => {
    expect((await call("GET", "/")).body).toHaveProperty("providers.whatsapp");
    expect((await call("GET", "/control")).body).toEqual({ webhooks: null, callbacks: "off" });
    expect((await json("PUT", "/control", { webhooks: "nowhere" })).status).toBe(400);
    expect((await call("GET", "/nothing")).status).toBe(404);
  });

  it("is kept up to 10,000", async () => {
    const { Received, KEPT } = await import("../../../infra/local/sandbox/received.ts");
    const received = new Received();
    const entry = {
      channel: "sms" as const,
      account: "",
      to: "",
      method: "POST",
      path: "/",
      rawHeaders: [],
      body: {},
    };
    for (let at = 0; at < 12_345; at++) received.add(entry);
    expect(received.list({ limit: 20_000 })).toHaveLength(KEPT);
    expect(received.list({ limit: 1 })[0]?.id).toBe("r0000012345");
    expect(received.get("r0000002345")).toBeUndefined();
    expect(received.get("r0000002346")).toBeDefined();
    expect(received.clear()).toBe(KEPT);
  });
});

describe("a bad request", () => {
  it("is answered in the provider's form, and nothing breaks", async () => {
    const send = `/v25.0/${NUMBER}/messages`;
    for (const body of [
      "",
      "{",
      "null",
      "[]",
      '"a"',
      "1",
      '{"messaging_product":"whatsapp","to":{},"type":[]}',
    ]) {
      expect((await json("POST", send, body)).status, body).toBe(400);
    }
    const odd = {
      recipient: { id: "1" },
      messaging_type: "RESPONSE",
      message: { attachment: { type: "template", payload: [] } },
    };
    expect((await json("POST", `/v25.0/${PAGE}/messages`, odd)).status).toBe(400);
    expect((await json("POST", "/v25.0/a%20b/messages", {})).status).toBe(400);
    expect(
      codeOf(await call("GET", "/v25.0/1234", { headers: { authorization: "Bearer sandbox-token" } })),
    ).toBe("100/33");
    expect((await text("still here")).status).toBe(200);
  });

  it("may be anything at all where an object belongs", async () => {
    const rubbish = [null, 0, "a", [], [null], {}, { type: {} }, { id: [] }];
    for (const type of ["text", "image", "location", "contacts", "reaction", "interactive", "template"]) {
      for (const value of rubbish) {
        const body = { messaging_product: "whatsapp", to: "+15550001111", type, [type]: value };
        expect((await json("POST", `/v25.0/${NUMBER}/messages`, body)).status, JSON.stringify(body)).toBe(
          400,
        );
      }
    }
    for (const value of rubbish) {
      for (const message of [
        value,
        { attachment: value },
        { attachments: value },
        { text: "a", quick_replies: value },
      ]) {
        expect((await messenger(Object(message))).status, JSON.stringify(message)).toBeLessThan(500);
      }
    }
  });

  it("of more than 1 MB is refused with 413", async () => {
    expect((await text("x".repeat(1_100_000))).status).toBe(413);
    expect((await text("a")).status).toBe(200);
  });

  it("that is not HTTP, or stops halfway, hurts nobody", async () => {
    const { port } = new URL(origin());
    for (const raw of [
      "rubbish\r\n\r\n",
      "POST /v25.0/1/messages HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\n{",
    ]) {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(raw));
      socket.on("error", () => {});
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.destroy();
    }
    expect((await text("a")).status).toBe(200);
  });
});

describe("the process", () => {
  const env = { ...process.env, SANDBOX_PORT: "0", SANDBOX_TOKEN: "t" };

  it("says where it is, and stops at once on SIGTERM", async () => {
    const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
    const gone = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    let out = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    const found = await until(() => /^sandbox ready (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(out)?.[1]);
    expect((await fetch(found)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await gone).toBe(0);
  });

  it("tells its parent the origin, and ends with it", async () => {
    const child = fork(main, { env, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const gone = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    const told = await new Promise((resolve) => child.once("message", resolve));
    expect(told).toEqual({ origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    child.disconnect();
    expect(await gone).toBe(0);
  });

  it("names what is wrong with its environment", async () => {
    const child = spawn(process.execPath, [main], {
      env: { ...env, SANDBOX_CALLBACKS: "maybe" },
      stdio: "pipe",
    });
    let err = "";
    child.stderr.on("data", (chunk) => (err += chunk));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, err.includes("SANDBOX_CALLBACKS")]).toEqual([1, true]);
  });
});
