import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** One call that arrived whole. `answered_at`: epoch milliseconds, null when nobody was there any more to answer. */
export interface Send {
  handle: string;
  answered_at: number | null;
}

/** Starts the recording provider; it answers each send after so many milliseconds. */
export const startProvider = async (delayMs: number) => {
  const child = fork(join(import.meta.dirname, "provider.ts"), [], {
    env: { ...process.env, DELAY_MS: String(delayMs) },
    execArgv: [],
  });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    sends: async (): Promise<Send[]> => (await fetch(`${origin}/sends`)).json() as Promise<Send[]>,
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
};
