import type { Secrets } from "../messaging/ports.ts";
import { secretValues } from "../messaging/secret-values.ts";

/** Secrets in the environment: the variable of that name, its values separated by commas. */
export const environmentSecrets = (env: NodeJS.ProcessEnv): Secrets => ({
  get: async (name) => secretValues(Object.hasOwn(env, name) ? (env[name] ?? "") : ""),
});
