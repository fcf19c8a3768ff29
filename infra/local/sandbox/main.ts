import { optionsFrom } from "./options.ts";
import { createSandbox } from "./sandbox.ts";

const origin = await createSandbox(optionsFrom(process.env)).listen();
console.log(`sandbox ready ${origin}`);

process.on("SIGTERM", () => process.exit(0));
process.on("SIGINT", () => process.exit(0));
// Nobody is left to use it when the parent is gone, however it went.
process.on("disconnect", () => process.exit(0));
process.send?.({ origin });
