import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { log } from "../../shared/lambda/log.ts";

const main = join(import.meta.dirname, "sandbox/main.ts");

export interface SandboxProcess {
  origin: string;
  stop(): void;
}

/** What it ends with when its port is another's. */
const PORT_IN_USE = 98;

/** It ended before it was ready; what it said of that is on the error output. */
export class SandboxFailed extends Error {
  override readonly name = "SandboxFailed";
  readonly portInUse: boolean;
  constructor(code: number | null) {
    super(`The environment is not usable: the sandbox providers ended with ${code} before they were ready.`);
    this.portInUse = code === PORT_IN_USE;
  }
}

/**
 * Starts the sandbox providers in a process of their own; it ends with this one, and not before: in a group of its
 * own it does not hear a terminal's Ctrl-C, while calls to it are still open.
 */
export const startSandbox = (port: number, webhooks: string): Promise<SandboxProcess> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, SANDBOX_PORT: String(port), SANDBOX_WEBHOOKS: webhooks };
    const child = fork(main, [], { env, detached: true, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child.once("error", reject);
    child.once("exit", (code) => reject(new SandboxFailed(code)));
    child.once("message", (message) => {
      child.removeAllListeners("exit").on("exit", (code, signal) => {
        if (!child.killed)
          log.error({ code, signal }, "the sandbox providers ended; nothing can be sent to them");
      });
      resolve({ origin: (message as { origin: string }).origin, stop: () => stop(child) });
    });
  });

const stop = (child: ChildProcess): void => {
  if (child.exitCode === null) child.kill("SIGTERM");
};

/** On its own port (the one after the server's) when nobody else has it, else on any; a port that was named is kept to. */
export const startSandboxNear = async (
  named: number | undefined,
  serverPort: number,
  webhooks: string,
): Promise<SandboxProcess> => {
  try {
    return await startSandbox(named ?? serverPort + 1, webhooks);
  } catch (error) {
    if (named !== undefined || !(error instanceof SandboxFailed && error.portInUse)) throw error;
    return startSandbox(0, webhooks);
  }
};
