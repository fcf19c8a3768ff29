import * as z from "zod";

const onOff = z.enum(["on", "off"]).transform((value) => value === "on");

/** `PAGE` or `PAGE:IG_ID`, comma separated. */
const pages = z.string().transform(
  (list) =>
    new Map(
      list
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "")
        .map((one): [string, string] => {
          const [page = "", instagram] = one.split(":");
          return [page, instagram ?? page];
        }),
    ),
);

const environment = z.object({
  SANDBOX_HOST: z.string().default("127.0.0.1"),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  SANDBOX_TOKEN: z.string().min(1).default("sandbox-token"),
  META_APP_SECRET: z.string().min(1).default("sandbox-app-secret"),
  TWILIO_AUTH_TOKEN: z.string().min(1).default("sandbox-twilio-token"),
  X_CONSUMER_SECRET: z.string().min(1).default("sandbox-consumer-secret"),
  SANDBOX_CALLBACKS: onOff.default(true),
  SANDBOX_MAGIC_NUMBERS: onOff.default(true),
  SANDBOX_X_USER: z
    .string()
    .regex(/^\d{1,19}$/)
    .default("1000000000000107"),
  SANDBOX_X_LIMITS: onOff.default(true),
  SANDBOX_WEBHOOKS: z.url().optional(),
  SANDBOX_INSTAGRAM_PAGES: pages.default(new Map()),
  SANDBOX_ME: z.string().regex(/^\d+$/).default("100000000000001"),
});

export type Options = {
  host: string;
  port: number;
  /** The only token Graph and X accept; Twilio takes it too, beside the auth token. */
  token: string;
  metaAppSecret: string;
  twilioAuthToken: string;
  xConsumerSecret: string;
  callbacks: boolean;
  /** Whether recipients with a documented suffix act by themselves. */
  magicNumbers: boolean;
  /** The X user whose token it is: what is sent is sent by them. */
  xUser: string;
  /** Whether X's limits of sends are kept: 15 in a quarter of an hour, 1,440 a day. */
  xLimits: boolean;
  /** Origin of the server that gets webhooks. */
  webhooks: string | undefined;
  /** Page id → Instagram id, for Instagram accounts of the Page flavour. */
  instagramPages: ReadonlyMap<string, string>;
  /** The page id that `/me/messages` stands for. */
  me: string;
  /** Pauses between the tries of one webhook, in ms. */
  retries: readonly number[];
};

/** Reads the environment; throws with every mistake named. An empty variable counts as unset. */
export function optionsFrom(env: NodeJS.ProcessEnv): Options {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const read = environment.parse(set);
  return {
    host: read.SANDBOX_HOST,
    port: read.SANDBOX_PORT,
    token: read.SANDBOX_TOKEN,
    metaAppSecret: read.META_APP_SECRET,
    twilioAuthToken: read.TWILIO_AUTH_TOKEN,
    xConsumerSecret: read.X_CONSUMER_SECRET,
    callbacks: read.SANDBOX_CALLBACKS,
    magicNumbers: read.SANDBOX_MAGIC_NUMBERS,
    xUser: read.SANDBOX_X_USER,
    xLimits: read.SANDBOX_X_LIMITS,
    webhooks: read.SANDBOX_WEBHOOKS,
    instagramPages: read.SANDBOX_INSTAGRAM_PAGES,
    me: read.SANDBOX_ME,
    retries: [100, 200, 400, 800, 1600, 3200, 6400, 10_000],
  };
}
