import http from "node:http";
import https from "node:https";

/** No answer is longer than this; a longer one is not the provider's envelope. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** A connection unused for longer may be dead without our knowing (Lambda freezes between calls): it is replaced. */
const IDLE_MS = 2_000;
const CONNECT_MS = 5_000;

export interface Request {
  url: URL;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Nothing was written: it may be tried again. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/** The request may have arrived; its answer did not. */
export class AnswerLost extends Error {
  override readonly name = "AnswerLost";
}

/** A provider connection in hand, with nothing written on it yet. */
export interface Line {
  /**
   * Writes the request in this very tick. Rejects with `NotSent` when the connection broke or grew old beforehand, so
   * that nothing was written; once a byte was, only with `AnswerLost`.
   */
  exchange(timeoutMs: number): Promise<Answer>;
  release(): void;
}

export interface Lines {
  /** Waits until one of the origin's connections is free and open, then holds it for `request`. */
  take(request: Request): Promise<Line>;
  close(): void;
}

/**
 * As many requests run at once as there are connections to an origin. `ca`: who signs the certificates that are
 * trusted (PEM), in place of those whom Node trusts.
 */
export const createLines = (perOrigin: number, clock: () => number = Date.now, ca?: string): Lines => {
  const options = {
    keepAlive: true,
    maxSockets: perOrigin,
    maxFreeSockets: perOrigin,
    scheduling: "lifo" as const,
  };
  const agents = {
    "http:": new http.Agent(options),
    "https:": new https.Agent({ ...options, ...(ca && { ca }) }),
  };
  const usedAt = new WeakMap<object, number>();

  const open = (request: Request): Promise<http.ClientRequest> =>
    new Promise((resolve, reject) => {
      const secure = request.url.protocol === "https:";
      const { request: send } = secure ? https : http;
      const sent = send(request.url, {
        method: request.method,
        headers: { ...request.headers, "content-length": Buffer.byteLength(request.body) },
        agent: agents[secure ? "https:" : "http:"],
      });
      const fail = (error: Error) =>
        reject(new NotSent(`No connection to ${request.url.host}: ${error.message}`));
      sent.once("error", fail);
      sent.once("socket", (socket) => {
        const ready = () => {
          clearTimeout(timer);
          sent.off("error", fail);
          if (!sent.reusedSocket) usedAt.set(socket, clock());
          resolve(sent);
        };
        const timer = setTimeout(() => sent.destroy(new Error("connecting took too long")), CONNECT_MS);
        sent.once("error", () => clearTimeout(timer));
        if (sent.reusedSocket || !socket.connecting) ready();
        else socket.once(secure ? "secureConnect" : "connect", ready);
      });
    });

  const isStale = (sent: http.ClientRequest): boolean => clock() - (usedAt.get(sent.socket!) ?? 0) > IDLE_MS;

  return {
    async take(request) {
      let sent = await open(request);
      while (isStale(sent)) {
        sent.on("error", () => {}).destroy();
        sent = await open(request);
      }
      const socket = sent.socket!;
      // Between `take` and `exchange` a dying socket must not crash the process; `exchange` reports it.
      let broken: Error | undefined;
      sent.on("error", (error) => {
        broken = error;
      });
      return {
        release: () => sent.destroy(),
        exchange: (timeoutMs) => {
          const unusable = broken?.message ?? (isStale(sent) ? "the connection grew old" : undefined);
          if (unusable !== undefined) {
            sent.destroy();
            return Promise.reject(new NotSent(unusable));
          }
          return exchange(sent, request.body, timeoutMs).finally(() => usedAt.set(socket, clock()));
        },
      };
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
};

const exchange = (sent: http.ClientRequest, body: string, timeoutMs: number): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let answered = false;
    const fail = (error: Error) => {
      clearTimeout(timer);
      sent.destroy();
      reject(new AnswerLost(error.message));
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    sent.once("error", fail);
    // It may end without a word of error, as after an answer that changes the protocol.
    sent.once("close", () => {
      if (!answered) fail(new Error("the connection was closed"));
    });
    sent.once("response", (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) fail(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      response.once("error", fail);
      response.once("aborted", () => fail(new Error("the answer broke off")));
      response.once("end", () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    sent.end(body);
  });
