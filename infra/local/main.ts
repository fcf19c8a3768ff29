import type { AddressInfo } from "node:net";
import { FolderInUse } from "../../shared/embedded/database.ts";
import { readEnvironment } from "../../shared/embedded/settings.ts";
import { log } from "../../shared/lambda/log.ts";
import { DEMO_SECRETS } from "./demo.ts";
import { readyText } from "./ready.ts";

const started = performance.now();

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** Serves the whole API on one machine until SIGTERM or SIGINT. */
const main = async (): Promise<void> => {
  const env = readEnvironment(process.env);
  const loopback = isLoopback(env.HOST);
  if (loopback) for (const [name, value] of Object.entries(DEMO_SECRETS)) process.env[name] ??= value;

  // Only now: the backend reads the environment that the lines above completed.
  const { bootstrap } = await import("./bootstrap.ts");
  const running = await bootstrap(env, loopback);
  const { port } = running.server.address() as AddressInfo;
  const ms = Math.round(performance.now() - started);
  process.stdout.write(readyText({ ...running, port, ms }));

  const stop = (signal: string) => {
    log.info({ signal }, "stopping");
    running.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ error }, "could not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
};

main().catch((error: unknown) => {
  const expected =
    error instanceof FolderInUse || (error instanceof Error && /environment|EADDRINUSE/.test(error.message));
  process.stderr.write(
    `outgoing: ${expected ? (error as Error).message : ((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
});
