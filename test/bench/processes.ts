import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../infra/local/main.ts");

export interface Bench {
  origin: string;
  sandbox: string;
  stop(): Promise<void>;
}

/** The server as `npm start` runs it, on free ports, with the sandbox providers as their own process. */
export const startBench = async (folder: string, callbacks: "on" | "off"): Promise<Bench> => {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: "0",
      SANDBOX_PORT: "0",
      DATA_DIR: folder,
      LOG_LEVEL: "error",
      SANDBOX_CALLBACKS: callbacks,
      SANDBOX_MAGIC_NUMBERS: "off",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await output(child, /visitor's web socket/i);
  const [, origin] = /ready at (http:\S+)/.exec(said) ?? [];
  const [, sandbox] = /(http:\S+)\/received/.exec(said) ?? [];
  if (origin === undefined || sandbox === undefined) throw new Error(`The server said: ${said}`);
  return {
    origin,
    sandbox,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
};

const output = async (child: ChildProcess, until: RegExp): Promise<string> => {
  let said = "";
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    if (until.test(said)) return said;
  }
  throw new Error(`The server ended: ${said}`);
};
