import * as z from "zod";
import { lazily, PROVIDER_URLS, SECRETS, type Settings } from "../messaging/settings.ts";

const Origin = z
  .url({ protocol: /^https?$/, error: "must be an http(s) origin such as http://127.0.0.1:3000" })
  .transform((url) => url.replace(/\/+$/, ""));
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const originEach = <Name extends string>(names: Record<string, Name>) => {
  const origin = optional(Origin);
  return Object.fromEntries(Object.values(names).map((name) => [name, origin])) as Record<
    Name,
    typeof origin
  >;
};

/** The environment of the one-machine server. Secrets stand in their variables themselves. */
export const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default("./.data"),
  PUBLIC_URL: optional(Origin),
  APP_SECRET: optional(z.string().min(16, "must have at least 16 characters")),
  BUCKET_NAME: z.string().default("outgoing-files"),
  ...originEach(PROVIDER_URLS),
  META_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default("v25.0"),
  SANDBOX_URL: optional(Origin),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
});
export type Environment = z.infer<typeof Environment>;

/** Every wrong variable at once, by name. */
export const readEnvironment = (env: NodeJS.ProcessEnv): Environment => {
  const parsed = Environment.safeParse(env);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new Error(`The environment is not usable: ${wrong.join("; ")}`);
};

export const embeddedSettings = (env: () => Environment): Settings => ({
  get publicUrl() {
    const { PUBLIC_URL, HOST, PORT } = env();
    return PUBLIC_URL ?? `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`;
  },
  get socketUrl() {
    return `${this.publicUrl.replace(/^http/, "ws")}/webchat`;
  },
  get bucketName() {
    return env().BUCKET_NAME;
  },
  providerOverrides: lazily(PROVIDER_URLS, (name) => env()[name]),
  get graphVersion() {
    return env().META_GRAPH_VERSION;
  },
  get sandbox() {
    return env().SANDBOX_URL;
  },
  secretNames: SECRETS,
});
