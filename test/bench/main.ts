import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fsyncMs } from "./fsync.ts";
import { measureIsolation } from "./isolation.ts";
import { measure } from "./load.ts";
import { startBench } from "./processes.ts";

/** Messages a run; `BENCH_MESSAGES` says otherwise. */
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 6_000);
const CONNECTIONS = 10;

/**
 * How fast one machine accepts and delivers, in order, with the provider in its own process at 0 ms: server,
 * provider and load share this machine's cores. The ratio to a same-run reference (Fastify and PostgreSQL) is not
 * built yet, so none is printed.
 */
const run = async (title: string, conversations: number, callbacks: "on" | "off"): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "outgoing-bench-"));
  const bench = await startBench(folder, callbacks);
  try {
    await measure(bench, { conversations, connections: CONNECTIONS, messages: 500 });
    const found = await measure(bench, { conversations, connections: CONNECTIONS, messages: MESSAGES });
    process.stdout.write(
      `${title}: ${found.accepted.toFixed(0)} accepted/s, ${found.delivered.toFixed(0)} accepted and delivered/s, ` +
        `accept p50 ${found.p50.toFixed(1)} ms, p99 ${found.p99.toFixed(1)} ms\n`,
    );
  } finally {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** One conversation of a hundred is throttled by its contact's limit: what do the others notice? */
const isolation = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "outgoing-bench-"));
  const bench = await startBench(folder, "off");
  try {
    const found = await measureIsolation(bench, Math.min(MESSAGES, 3_000));
    process.stdout.write(
      `one conversation of 100 throttled: the others reach the provider with p99 ${found.with} ms, ` +
        `without it ${found.without} ms: ratio ${(found.with / Math.max(found.without, 1)).toFixed(2)}; ` +
        `it was called ${found.calls} times in ${found.seconds.toFixed(1)} s\n`,
    );
  } finally {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

process.stdout.write(
  `${MESSAGES} texts over ${CONNECTIONS} connections; one fsync here takes ${fsyncMs().toFixed(2)} ms\n`,
);
await run("64 conversations, callbacks off", 64, "off");
await run("10 conversations, callbacks off", 10, "off");
await run("64 conversations, 3 callbacks each", 64, "on");
await isolation();
process.stdout.write("no ratio: the reference server is not part of this bench yet\n");
