import type { Channel } from "../domain/channel.ts";
import { Refusal } from "../domain/errors.ts";
import type { Secrets } from "../messaging/ports.ts";
import type { Settings } from "../messaging/settings.ts";
import { isSame } from "../providers/is-same.ts";
import { isSignedByMeta } from "../providers/meta-graph/signature.ts";
import { type HttpHandler, type HttpReply, httpHandler } from "./http-handler.ts";
import type { HttpRequest } from "./request.ts";
import { applyReading, type Reading, type ReadingDeps, signedJson } from "./webhook-reading.ts";

export interface MetaWebhookDeps extends ReadingDeps {
  channel: Channel;
  read(body: unknown): Reading;
  secrets: Secrets;
  settings: Pick<Settings, "secretNames">;
}

/**
 * A Graph webhook: its challenge, then every entry and every change of each signed body, all written before the
 * answer. One that fails answers 500, and Meta sends the whole body again; all writes may be repeated.
 */
export const metaWebhook = (deps: MetaWebhookDeps): HttpHandler =>
  httpHandler(async (request) => {
    if (request.method === "GET") return challenge(deps, request);
    const secrets = await deps.secrets.get(deps.settings.secretNames.metaApp);
    const raw = request.raw();
    if (!isSignedByMeta(raw, request.header("x-hub-signature-256"), secrets))
      throw new Refusal(401, "Invalid signature");
    await applyReading(deps, deps.channel, deps.read(signedJson(raw)));
    return { status: 200, body: { received: true } };
  });

const challenge = async (deps: MetaWebhookDeps, request: HttpRequest): Promise<HttpReply> => {
  const { "hub.mode": mode, "hub.verify_token": token = "", "hub.challenge": text = "" } = request.query;
  const accepted = await deps.secrets.get(deps.settings.secretNames.metaVerify);
  if (mode !== "subscribe" || !accepted.some((secret) => isSame(secret, token))) {
    throw new Refusal(403, "Wrong verify token");
  }
  return { status: 200, body: text, headers: { "content-type": "text/plain; charset=utf-8" } };
};
