import { expect } from "vitest";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import type { Paged } from "./page-reports.ts";
import { eachWithSandbox } from "./with-sandbox.ts";
import { work } from "./work.ts";

export const PAGED = ["messenger", "instagram"] as const;
const HOUR = 3_600_000;

/** A backend for each test, whose Messenger and Instagram are the strict sandbox's. */
export const sandboxedPages = () => {
  const at = eachWithSandbox();

  const shown = async (channel: Paged, id: string) => {
    const params = { id: String(DEMO[channel].conversation), message_id: id };
    const route = "GET /conversations/{id}/messages/{message_id}";
    return (await call(createGet(at.embedded.parts()), route, { params })).body;
  };

  /** A posted message once it was delivered, and the bodies that the provider got, in order. */
  const delivered = async (channel: Paged, body: Record<string, unknown>) => {
    const { status, body: accepted } = await post(at.embedded, channel, body);
    expect([status, accepted]).toMatchObject([201, { status: "queued" }]);
    await work(at.embedded, channel);
    const message = await shown(channel, accepted.id);
    const got = at.sandbox.received({ channel, limit: message.parts.length }).reverse();
    return { message, bodies: got.map(({ body: sent }) => sent as Record<string, unknown>) };
  };

  /** The demo contact wrote so many hours ago, by the sandbox's clock; ours has moved on as far. */
  const wroteHoursAgo = async (channel: Paged, hours: number) => {
    const { account, contact } = DEMO[channel];
    const page = account.provider_ids.page_id ?? account.provider_ids.instagram_id;
    const wrote = new Date(Date.now() - hours * HOUR).toISOString();
    const body = JSON.stringify({ channel, account: page, from: contact.address, text: "Hi", at: wrote });
    await fetch(`${at.embedded.settings.sandbox}/contacts/say`, { method: "POST", body });
    at.embedded.clock.add(hours * HOUR);
  };

  return { backend: () => at.embedded, shown, delivered, wroteHoursAgo };
};
