import * as z from "zod";
import type { Channel } from "../domain/channel.ts";
import { lazily, PROVIDER_URLS, SECRETS, type Settings } from "../messaging/settings.ts";

const Text = z.string({ error: "is not set" }).min(1, "is not set");
const Address = (protocol: RegExp, example: string) =>
  Text.pipe(z.url({ protocol, error: `must be an address such as ${example}` })).transform((url) =>
    url.replace(/\/+$/, ""),
  );
const Https = Address(/^https?$/, "https://api.example.com");

/** Stands for a channel's name. */
const CHANNEL = "{channel}";

/** One schema for each of some variables. */
const each = <Name extends string, T extends z.ZodType>(names: Record<string, Name>, schema: T) =>
  Object.fromEntries(Object.values(names).map((name) => [name, schema])) as Record<Name, T>;

/** Everything the functions' environment may hold; each function has only what it uses. */
const VARIABLES = {
  TABLE_NAME: Text,
  BUCKET_NAME: Text,
  QUEUE_URL: Https,
  QUEUE_URLS: Https.refine((url) => url.includes(CHANNEL), `must be an address with ${CHANNEL} in it`),
  TOPIC_ARN: Text,
  FOLLOWERS_QUEUE_URL: Https,
  FETCH_QUEUE_URL: Https,
  PUBLIC_URL: Https,
  SOCKET_URL: Address(/^wss?$/, "wss://socket.example.com/live"),
  SOCKET_ENDPOINT: Https,
  ...each(PROVIDER_URLS, Https.optional()),
  META_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, "must be a version such as v25.0")
    .default("v25.0"),
  ...each(SECRETS, Text),
} as const;
type Name = keyof typeof VARIABLES;

/**
 * One variable of the environment, parsed when it is asked for, so that a function needs only those it uses.
 * @throws an error that names the variable. An empty one counts as not set.
 */
export const variable = <N extends Name>(env: NodeJS.ProcessEnv, name: N): z.infer<(typeof VARIABLES)[N]> => {
  const parsed = VARIABLES[name].safeParse(env[name] || undefined);
  if (parsed.success) return parsed.data as z.infer<(typeof VARIABLES)[N]>;
  throw new Error(`The environment variable ${name} ${parsed.error.issues[0]?.message}`);
};

/**
 * A function of one channel is given its queue as `QUEUE_URL`; one that serves them all, a pattern that makes every
 * channel's address of its name.
 */
export const queueUrl = (env: NodeJS.ProcessEnv, channel: Channel): string =>
  env.QUEUE_URLS && !env.QUEUE_URL
    ? variable(env, "QUEUE_URLS").replace(CHANNEL, channel)
    : variable(env, "QUEUE_URL");

/** On AWS the variables of secrets hold the names of SSM parameters, and no account goes to a sandbox. */
export const awsSettings = (env: NodeJS.ProcessEnv): Settings => ({
  get publicUrl() {
    return variable(env, "PUBLIC_URL");
  },
  get socketUrl() {
    return variable(env, "SOCKET_URL");
  },
  get bucketName() {
    return variable(env, "BUCKET_NAME");
  },
  providerOverrides: lazily(PROVIDER_URLS, (name) => variable(env, name)),
  get graphVersion() {
    return variable(env, "META_GRAPH_VERSION");
  },
  sandbox: undefined,
  secretNames: lazily(SECRETS, (name) => variable(env, name)),
});
