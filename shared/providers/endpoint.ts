import type { Account } from "../domain/account.ts";
import { Unsendable } from "../messaging/channel-ports.ts";
import type { Secrets } from "../messaging/ports.ts";

/** What the sandbox takes for a token. */
export const SANDBOX_TOKEN = "sandbox-token";

export interface Endpoint {
  origin: string;
  token: string;
}

export interface EndpointConfig {
  /** From the environment (`META_GRAPH_URL`, …); set, it always serves. */
  override: string | undefined;
  /** The provider's own host. */
  host: string;
  /** Where accounts without credentials go; undefined on AWS, where they are refused. */
  sandbox: string | undefined;
}

/** Where an account's calls go, and what they are signed in with. */
export const endpointOf =
  (config: EndpointConfig, secrets: Secrets) =>
  async (account: Account): Promise<Endpoint> => {
    const [token] = account.secret === undefined ? [SANDBOX_TOKEN] : await secrets.get(account.secret);
    const origin = config.override ?? (account.secret === undefined ? config.sandbox : config.host);
    if (origin === undefined || token === undefined) throw withoutCredentials(account);
    return { origin, token };
  };

const withoutCredentials = (account: Account): Unsendable =>
  new Unsendable({
    code: "account_without_credentials",
    message:
      account.secret === undefined
        ? `Account ${account.id} has no credentials.`
        : `The secret ${account.secret} of account ${account.id} is not set.`,
    retryable: true,
    fix_by: "admin",
    next_step: "Give the account its provider token, then resend the message.",
  });
