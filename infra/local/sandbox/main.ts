import { optionsFrom } from "./options.ts";
import { createSandbox } from "./sandbox.ts";

/** What the process ends with when its port is another's. */
const PORT_IN_USE = 98;

const options = optionsFrom(process.env);
const origin = await createSandbox(options)
  .listen()
  .catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    process.stderr.write(`sandbox: port ${options.port} is in use; SANDBOX_PORT names another.\n`);
    process.exit(PORT_IN_USE);
  });
process.stdout.write(`sandbox ready ${origin}\n`);

process.on("SIGTERM", () => process.exit(0));
process.on("SIGINT", () => process.exit(0));
// Nobody is left to use it when the parent is gone, however it went.
process.on("disconnect", () => process.exit(0));
process.send?.({ origin });
