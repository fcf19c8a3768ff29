import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { safeError } from "../../../shared/lambda/log.ts";
import { cdn, lookaside } from "./contact-downloads.ts";
import { ContactFiles } from "./contact-files.ts";
import { type Answer, Refusal } from "./errors.ts";
import { graph } from "./graph.ts";
import { reply, targetOf } from "./http.ts";
import { local } from "./local.ts";
import { Tries } from "./magic.ts";
import { Uploads } from "./media.ts";
import { type Options, optionsFrom } from "./options.ts";
import { type Played, Player } from "./play.ts";
import { Received, type Shown } from "./received.ts";
import type { State } from "./state.ts";
import { twilio } from "./twilio-route.ts";
import { Webhooks } from "./webhooks.ts";
import { Windows } from "./windows.ts";
import { XLimits } from "./x-limits.ts";
import { x } from "./x-route.ts";
import { XUploads } from "./x-uploads.ts";

export type Sandbox = {
  /** Resolves to the origin, like `http://127.0.0.1:3001`. */
  listen(): Promise<string>;
  /** Ends at once: open calls are cut, callbacks still waiting are dropped. */
  close(): Promise<void>;
  /** What came in, newest first; up to `limit` (100). */
  received(filter?: { channel?: string; to?: string; limit?: number }): Shown[];
};

/** What is left out takes the defaults of an empty environment. */
export function createSandbox(given: Partial<Options> = {}): Sandbox {
  const options: Options = { ...optionsFrom({}), ...given };
  const state: State = {
    options,
    origin: "",
    received: new Received(),
    uploads: new Uploads(),
    files: new ContactFiles(),
    windows: new Windows(),
    xUploads: new XUploads(),
    xLimits: new XLimits(options.xLimits),
    tries: new Tries(),
    webhooks: new Webhooks(options),
  };
  const server = serverOf(state, new Player(state));
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port, options.host, () => {
          const { address, family, port } = server.address() as AddressInfo;
          state.origin = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
          resolve(state.origin);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        state.webhooks.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    received: (filter) => state.received.list(filter),
  };
}

function serverOf(state: State, player: Player): Server {
  const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
    res.on("error", () => {});
    answer(req, state, player).then(
      (played) => settle(req, res, played),
      (error: unknown) => settle(req, res, unforeseen(req, error)),
    );
  });
  // Rubbish instead of HTTP: answered, never thrown.
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    else socket.destroy();
  });
  return server;
}

async function answer(req: IncomingMessage, state: State, player: Player): Promise<Played> {
  const target = targetOf(req.url ?? "/");
  const first = target.segments[0] ?? "";
  if (/^v\d+\.\d+$/.test(first)) return graph(req, target, state, player);
  if (first === "2010-04-01") return twilio(req, target, state, player);
  if (first === "2") return x(req, target, state, player);
  if (first === "whatsapp_business") return lookaside(req, target, state);
  if (first === "cdn") return cdn(target, state);
  return local(req, target, state);
}

function settle(req: IncomingMessage, res: ServerResponse, played: Played): void {
  if (played === "hang") return;
  if (played === "lost") return void req.socket.destroy();
  // A body nobody read would otherwise hold up the next call on this connection.
  if (!req.complete) req.resume();
  reply(res, played);
}

/** A refusal outside a send, or a mistake of the sandbox itself: said aloud, and no reason to stop. */
function unforeseen(req: IncomingMessage, error: unknown): Answer {
  if (error instanceof Refusal) return error.answer;
  if (!req.socket.destroyed) {
    process.stderr.write(`sandbox: unforeseen ${JSON.stringify(safeError(error))}\n`);
  }
  return { status: 500, body: { error: { message: "The sandbox itself failed", code: 1 } } };
}
