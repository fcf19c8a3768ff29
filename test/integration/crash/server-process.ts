import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../../infra/local/main.ts");
const READY_MS = 15_000;

const running = new Set<ChildProcess>();

/** Ends whatever a failed test left running. */
export const endServers = (): void => {
  for (const child of running) child.kill("SIGKILL");
};
process.once("exit", endServers);

export interface ServerProcess {
  origin: string;
  /** When it was dead for certain, by its exit; epoch milliseconds of the signal. */
  kill(): Promise<number>;
  /** Asks it to stop; its exit code and how long it took, in milliseconds. */
  terminate(): Promise<{ code: number | null; ms: number }>;
}

/** The whole server on a free port, over this folder, sending to this provider. */
export const startServer = async (folder: string, provider: string): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: "0",
      SANDBOX_PORT: "0",
      DATA_DIR: folder,
      META_GRAPH_URL: provider,
      LOG_LEVEL: "error",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const origin = await readyAt(child);
  return {
    origin,
    async kill() {
      const ended = once(child, "exit");
      const at = Date.now();
      child.kill("SIGKILL");
      await ended;
      return at;
    },
    async terminate() {
      const ended = once(child, "exit");
      const started = performance.now();
      child.kill("SIGTERM");
      const [code] = (await ended) as [number | null];
      return { code, ms: performance.now() - started };
    },
  };
};

/** The address in its ready line. */
const readyAt = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`The server is not ready: ${said}`));
    }, READY_MS);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code}: ${said}`));
    });
    child.stdout!.on("data", (chunk: Buffer) => {
      said += chunk;
      const [, origin] = /ready at (http:\S+)/.exec(said) ?? [];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    });
  });
