import * as z from "zod";
import type { Account } from "../../domain/account.ts";
import { type Sender, Unsendable } from "../../messaging/channel-ports.ts";
import type { Bucket } from "../../messaging/file-ports.ts";
import type { Now } from "../../messaging/ports.ts";
import type { Endpoint } from "../endpoint.ts";
import { httpSender } from "../http-sender.ts";
import type { Lines } from "../lines.ts";
import { type ErrorTable, graphOutcome, graphRequest } from "./client.ts";

/** Meta fetches the file before it answers; an hour also serves what it fetches again. */
const LINK_MS = 3_600_000;

export type EndpointFor = (account: Account) => Promise<Endpoint>;

export interface PageDeps {
  lines: Lines;
  /** `v25.0`, … */
  graphVersion: string;
  bucket: Pick<Bucket, "signGet">;
  now: Now;
}

/** How one channel calls `/{version}/{id}/messages`. */
export interface PageRoute {
  endpoint: EndpointFor;
  /** The id the call is made for: a Page's, or an Instagram account's. */
  idOf(account: Account): string | undefined;
  errors: ErrorTable;
  /** The name a file bears for the provider; without it, its own. */
  fileName?(name: string): string;
}

interface Named {
  provider_message_id?: string;
}

const Sent = z.object({ message_id: z.string().min(1) });

/** Answers `{recipient_id, message_id}`: developers.facebook.com/docs/messenger-platform/reference/send-api */
const sent = (body: unknown): Named | undefined => {
  const { success, data } = Sent.safeParse(body);
  return success ? { provider_message_id: data.message_id } : undefined;
};

const Acted = z.object({ recipient_id: z.string().min(1) });

/** A sender action makes no message: it answers who it was for, and nothing is ever reported of it. */
const acted = (body: unknown): Named | undefined => (Acted.safeParse(body).success ? {} : undefined);

export const pageSender = (deps: PageDeps, route: PageRoute): Sender =>
  httpSender(
    {
      fill({ file }) {
        const name = route.fileName?.(file.name) ?? file.name;
        const expiresAt = new Date(deps.now().getTime() + LINK_MS);
        return deps.bucket.signGet({ key: file.key, name, type: file.type }, expiresAt);
      },
      async request(payload, account) {
        const id = route.idOf(account);
        if (id === undefined) throw withoutId(account);
        const { origin, token } = await route.endpoint(account);
        const url = new URL(`/${deps.graphVersion}/${encodeURIComponent(id)}/messages`, origin);
        return graphRequest(url, token, payload);
      },
      outcome: (answer, earlierTries, { kind }) =>
        graphOutcome(answer, route.errors, kind === "reaction" ? acted : sent, earlierTries),
    },
    deps.lines,
  );

const withoutId = (account: Account): Unsendable =>
  new Unsendable({
    code: "account_without_provider_id",
    message: `Account ${account.id} has no ${account.channel} id to send from.`,
    retryable: true,
    fix_by: "admin",
    next_step: "Give the account its Page or Instagram id, then resend the message.",
  });
