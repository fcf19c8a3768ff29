/** Origins that always serve once they are set, by provider: the names of their variables. */
export const PROVIDER_URLS = {
  meta: "META_GRAPH_URL",
  instagram: "INSTAGRAM_GRAPH_URL",
  twilio: "TWILIO_API_URL",
  x: "X_API_URL",
} as const;

/** What signs our links (`app`), and what webhooks are checked with: the names of their variables. */
export const SECRETS = {
  app: "APP_SECRET",
  metaApp: "META_APP_SECRET",
  metaVerify: "META_VERIFY_TOKEN",
  twilioAuth: "TWILIO_AUTH_TOKEN",
  xConsumer: "X_CONSUMER_SECRET",
} as const;

type By<Names, Value> = { readonly [name in keyof Names]: Value };

/** What the environment decides. A value is read when it is first asked for; a missing one is an error that names it. */
export interface Settings {
  /** The origin of media links, callbacks and Twilio's signature; no slash at its end. */
  readonly publicUrl: string;
  /** Where a visitor's web socket connects to. */
  readonly socketUrl: string;
  readonly bucketName: string;
  readonly providerOverrides: Partial<By<typeof PROVIDER_URLS, string | undefined>>;
  /** `META_GRAPH_VERSION`. */
  readonly graphVersion: string;
  /** Where accounts without credentials go; never on AWS. */
  readonly sandbox: string | undefined;
  /** Under which names `Secrets` holds them. */
  readonly secretNames: By<typeof SECRETS, string>;
}

/** The same names, each with what `of` makes of its variable when it is asked for. */
export const lazily = <Names extends Record<string, string>, Value>(
  names: Names,
  of: (variable: Names[keyof Names]) => Value,
): By<Names, Value> =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(names).map(([name, variable]) => [
        name,
        { get: () => of(variable as Names[keyof Names]), enumerable: true },
      ]),
    ),
  ) as By<Names, Value>;
