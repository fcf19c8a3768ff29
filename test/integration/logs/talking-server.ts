import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { DEMO_KEY } from "../../../infra/local/demo.ts";
import { CANARIES } from "./canaries.ts";

const main = join(import.meta.dirname, "../../../infra/local/main.ts");

export interface Answered {
  status: number;
  body: string;
}

/** The real server on a folder of its own, all that it says kept. */
export const startTalking = async (folder: string) => {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: "0",
      SANDBOX_PORT: "0",
      DATA_DIR: folder,
      LOG_LEVEL: "trace",
      META_APP_SECRET: CANARIES["the app secret"],
      TWILIO_AUTH_TOKEN: CANARIES["Twilio's auth token"],
      X_CONSUMER_SECRET: CANARIES["X's consumer secret"],
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const ended = once(child, "exit");
  while (!/\/webchat\?conversation_id=.*\n/.test(said)) {
    await Promise.race([
      once(child.stdout, "data"),
      ended.then(() => Promise.reject(new Error(`The server ended: ${said}`))),
    ]);
  }
  const origin = /ready at (http:\S+)/.exec(said)![1]!;
  const greeting = said.length;
  return {
    origin,
    sandbox: /(http:\S+)\/received/.exec(said)![1]!,
    /** Calls it from an address of our own. */
    call: (method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) =>
      call(new URL(path, origin), method, body, headers),
    /** Ends it; all that it said after its greeting. */
    async stop(): Promise<string> {
      child.kill("SIGTERM");
      await ended;
      return said.slice(greeting);
    },
  };
};

const call = async (
  url: URL,
  method: string,
  body: string | Buffer | undefined,
  headers: Record<string, string>,
): Promise<Answered> => {
  const asked = request(url, {
    method,
    localAddress: CANARIES["an IP address"],
    headers: {
      "x-api-key": DEMO_KEY,
      "x-forwarded-for": CANARIES["an IP address"],
      ...(body !== undefined && {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      }),
      ...headers,
    },
  }).end(body);
  const [response] = await once(asked, "response");
  return { status: response.statusCode, body: await text(response) };
};
