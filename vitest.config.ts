import { defineConfig } from "vitest/config";
import SlowFirst from "./test/support/slow-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Packaging for AWS takes as long as a third of all the rest: npm run test:deployment.
    exclude: ["test/bench/**", ...(process.env.DEPLOYMENT ? [] : ["test/architecture/deployment.test.ts"])],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: "forks",
    // The default leaves a core unused, which on two is half of them.
    maxWorkers: "100%",
    sequence: { sequencer: SlowFirst },
    reporters: ["default", "./test/support/summary-reporter.ts"],
  },
});
