/** What the environment decides. A value is read when it is first asked for; a missing one is an error that names it. */
export interface Settings {
  /** The origin of media links, callbacks and Twilio's signature; no slash at its end. */
  readonly publicUrl: string;
  /** Where a visitor's web socket connects to. */
  readonly socketUrl: string;
  readonly bucketName: string;
  /** Set, they always serve: `META_GRAPH_URL`, `INSTAGRAM_GRAPH_URL`, `TWILIO_API_URL`. */
  readonly providerOverrides: {
    meta?: string | undefined;
    instagram?: string | undefined;
    twilio?: string | undefined;
  };
  /** `META_GRAPH_VERSION`. */
  readonly graphVersion: string;
  /** Where accounts without credentials go; never on AWS. */
  readonly sandbox: string | undefined;
  /** Under which names `Secrets` holds what signs our links (`app`), and what webhooks are checked with. */
  readonly secretNames: { app: string; metaApp: string; metaVerify: string; twilioAuth: string };
}
