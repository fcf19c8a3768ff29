import * as http from "node:http";
import * as https from "node:https";
import type { Options } from "./options.ts";
import { metaJson, signMeta, signTwilio, signX } from "./sign.ts";

export type MetaCallback = { kind: "meta"; channel: "whatsapp" | "messenger" | "instagram"; body: unknown };
export type TwilioCallback = { kind: "twilio"; url: string; form: Record<string, string> };
export type XCallback = { kind: "x"; body: unknown };
export type Callback = MetaCallback | TwilioCallback | XCallback;

/** `status` is the last answer's; 0 when nobody answered. */
export type Delivery = { url: string; taken: boolean; status: number; attempts: number };

/** Meta wants its answer in 5 s: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks */
const PATIENCE_MS = 5000;
/** Connections open at once to whoever takes webhooks. */
const CONNECTIONS = 32;

/** Signs and posts webhooks, trying again with growing pauses and giving up at the end. Never throws. */
export class Webhooks {
  readonly #options: Options;
  readonly #agents = {
    "http:": new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS }),
    "https:": new https.Agent({ keepAlive: true, maxSockets: CONNECTIONS }),
  };
  readonly #pauses = new Map<NodeJS.Timeout, () => void>();
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Resolves when the webhook was taken or given up; undefined when no server to send it to is known. */
  async post(callback: Callback): Promise<Delivery | undefined> {
    const ready = this.#prepare(callback);
    if (!ready) return undefined;
    const delivery = { url: ready.url, taken: false, status: 0, attempts: 0 };
    for (const pause of [...this.#options.retries, 0]) {
      if (this.#stopped) break;
      delivery.attempts++;
      delivery.status = await this.#once(ready);
      delivery.taken = isTaken(callback, delivery.status);
      if (delivery.taken || delivery.attempts > this.#options.retries.length) break;
      await this.pause(pause);
    }
    return delivery;
  }

  /** Waits, but not beyond the end of the sandbox. */
  pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pauses.delete(timer);
        resolve();
      }, ms);
      this.#pauses.set(timer, resolve);
    });
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  close(): void {
    this.#stopped = true;
    for (const [timer, resolve] of this.#pauses) {
      clearTimeout(timer);
      resolve();
    }
    this.#pauses.clear();
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #prepare(callback: Callback): Prepared | undefined {
    if (callback.kind === "twilio") {
      const { url, form } = callback;
      return {
        url,
        body: new URLSearchParams(form).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
          "user-agent": "TwilioProxy/1.1",
          "x-twilio-signature": signTwilio(this.#options.twilioAuthToken, url, form),
        },
      };
    }
    if (!this.#options.webhooks) return undefined;
    if (callback.kind === "x") return this.#prepareX(this.#options.webhooks, callback);
    const body = metaJson(callback.body);
    return {
      url: `${this.#options.webhooks.replace(/\/$/, "")}/webhooks/${callback.channel}`,
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "facebookexternalua",
        "x-hub-signature-256": signMeta(this.#options.metaAppSecret, body),
      },
    };
  }

  #prepareX(webhooks: string, callback: XCallback): Prepared {
    const body = JSON.stringify(callback.body);
    return {
      url: `${webhooks.replace(/\/$/, "")}/webhooks/x`,
      body,
      headers: {
        "content-type": "application/json",
        "x-twitter-webhooks-signature": signX(this.#options.xConsumerSecret, body),
      },
    };
  }

  #once({ url, body, headers }: Prepared): Promise<number> {
    return new Promise((resolve) => {
      const target = new URL(url);
      const secure = target.protocol === "https:";
      const agent = this.#agents[secure ? "https:" : "http:"];
      const length = Buffer.byteLength(body);
      const request = (secure ? https : http).request(
        target,
        { method: "POST", agent, timeout: PATIENCE_MS, headers: { ...headers, "content-length": length } },
        (response) => {
          response.on("error", () => resolve(0));
          response.on("end", () => resolve(response.statusCode ?? 0));
          response.on("close", () => resolve(0));
          response.resume();
        },
      );
      request.on("timeout", () => request.destroy());
      request.on("error", () => resolve(0));
      request.end(body);
    });
  }
}

type Prepared = { url: string; body: string; headers: Record<string, string> };

/** Meta redelivers on everything but 200; Twilio is content with an empty 204 too. */
function isTaken(callback: Callback, status: number): boolean {
  return callback.kind === "twilio" ? status >= 200 && status < 300 : status === 200;
}
