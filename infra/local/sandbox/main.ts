import { optionsFrom } from "./options.ts";
import { createSandbox } from "./sandbox.ts";

/** What the process ends with when its port is another's. */
const PORT_IN_USE = 98;

const options = optionsFrom(process.env);
const origin = await createSandbox(options)
  .listen()
  .catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`sandbox: port ${options.port} is in use; SANDBOX_PORT names another.`);
    process.exit(PORT_IN_USE);
  });
console.log(`sandbox ready ${origin}`);

process.on("SIGTERM", () => process.exit(0));
process.on("SIGINT", () => process.exit(0));
// Nobody is left to use it when the parent is gone, however it went.
process.on("disconnect", () => process.exit(0));
process.send?.({ origin });
