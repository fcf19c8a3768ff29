import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { bucket, database, events, items, settings, sockets } from "../../shared/embedded/backend.ts";
import type { Environment } from "../../shared/embedded/settings.ts";
import { receiveDeps } from "../../shared/lambda/compose.ts";
import { log } from "../../shared/lambda/log.ts";
import type { ObjectHandler } from "../../shared/lambda/object-handler.ts";
import type { SocketHandler } from "../../shared/lambda/socket-handler.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { DEMO_KEY, demoContactsWrite, seedDemo } from "./demo.ts";
import { serveMembers } from "./members.ts";
import { objectCreated } from "./object-event.ts";
import { readRoutes } from "./routes.ts";
import { startSandboxNear } from "./sandbox-process.ts";
import { createServer, drain } from "./server.ts";
import { serveVisitors } from "./visitors.ts";
import { startWorkers } from "./workers.ts";

const functions = join(import.meta.dirname, "../../functions");

/** How long requests that were begun may go on once the server stops. */
const DRAIN_MS = 3_000;

export interface Running {
  server: Server;
  publicUrl: string;
  sandbox: string;
  dataDir: string;
  demo: boolean;
  stop(): Promise<void>;
}

/** Opens the data folder, serves the routes, starts the sandbox, and only then works the queues. */
export const bootstrap = async (env: Environment, loopback: boolean): Promise<Running> => {
  database();
  const demo = await prepareDemo(loopback);
  const { handler: arrived } = (await import(join(functions, "attachments/attachment-uploaded.ts"))) as {
    handler: ObjectHandler;
  };
  const uploaded = (key: string) => {
    arrived(objectCreated(settings().bucketName, key)).catch((error) => {
      log.error({ error }, "an uploaded object could not be looked at; its message will");
    });
  };
  const server = await createServer({ routes: readRoutes(), bucket: bucket(), uploaded });
  server.listen(env.PORT, env.HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  process.env.PORT = String(port);

  const { handler: visitors } = (await import(join(functions, "webchat/webchat-socket.ts"))) as {
    handler: SocketHandler;
  };
  const visitorSockets = serveVisitors(server, "/webchat", visitors, sockets(), ["/events"]);
  const memberSockets = serveMembers(server, "/events", {
    directory: directory(items()),
    events: events(),
    onCommit: (listener) => database().onCommit(listener),
  });

  const local = `http://127.0.0.1:${port}`;
  const sandbox = await startSandboxNear(env.SANDBOX_PORT ?? (env.PORT === 0 ? 0 : undefined), port, local);
  process.env.SANDBOX_URL ??= sandbox.origin;
  const workers = await startWorkers();

  return {
    server,
    publicUrl: settings().publicUrl,
    sandbox: sandbox.origin,
    dataDir: env.DATA_DIR,
    demo,
    async stop() {
      await Promise.all([visitorSockets.close(), memberSockets.close()]);
      await Promise.all([drain(server, DRAIN_MS), workers.stop()]);
      sandbox.stop();
      database().close();
    },
  };
};

/** True when the demo organization is there. It is made on an empty folder, and on loopback only. */
const prepareDemo = async (loopback: boolean): Promise<boolean> => {
  const stores = { directory: directory(items()), conversations: conversationStore(items()) };
  if (loopback && (await isEmpty())) await seedDemo(stores, new Date());
  const demo = (await stores.directory.holderOf(hashKey(DEMO_KEY))) !== undefined;
  if (demo && !loopback) {
    throw new Error(
      "The environment is not usable: HOST is not loopback, and the data folder holds the public demo keys. Set DATA_DIR to another folder.",
    );
  }
  if (demo) await demoContactsWrite(receiveDeps(items()));
  return demo;
};

const isEmpty = async (): Promise<boolean> =>
  database().sql("SELECT 1 FROM items LIMIT 1").get() === undefined;
