import http from "node:http";
import type { AddressInfo } from "node:net";
import { Account } from "../../../shared/domain/account.ts";
import type { FileRef } from "../../../shared/domain/attachment.ts";
import type { Contact } from "../../../shared/domain/conversation.ts";
import type { Outcome } from "../../../shared/domain/delivery.ts";
import type { Content, Job } from "../../../shared/domain/message.ts";
import type { ChannelRules, Destination, Sender } from "../../../shared/messaging/channel-ports.ts";
import type { Bucket } from "../../../shared/messaging/file-ports.ts";
import { choice, contentOf, type Told } from "../../support/content.ts";

export const NOW = new Date("2026-11-20T10:00:00.000Z");
export const MB = 1024 * 1024;

export const handle = (part: number): string => `42.01k9zq3v5w8x7y6z5w4v3t2s1r${part}`;

export const accountOf = (
  channel: "messenger" | "instagram",
  provider_ids: Record<string, string>,
): Account =>
  Account.parse({
    id: "a1",
    organization_id: 1,
    channel,
    provider: "meta",
    address: "Shop",
    provider_ids,
    secret: "PAGE_TOKEN",
  });

export const CONTACT: Contact = { id: 7, address: "7305551234" };

export const to = (account: Account, contact: Contact = CONTACT): Destination => ({
  account,
  contact,
  handle,
  choice,
});

export const file = (over: Partial<FileRef> = {}): FileRef => ({
  id: "01k9zq3v5w8x7y6z5w4v3t2s1r",
  key: "1/01k9zq3v5w8x7y6z5w4v3t2s1r/cat.png",
  name: "cat.png",
  type: "image/png",
  size: 2_000,
  ...over,
});

export const says = (text: string, over: Partial<Told> = {}): Content =>
  contentOf({ type: "text", text, media: [], ...over });

/** The links a bucket signs, told apart by what they were signed for. */
export const bucket: Pick<Bucket, "signGet"> = {
  signGet: async ({ key, name }, expiresAt) =>
    `https://files.example/${key}?as=${encodeURIComponent(name)}&until=${expiresAt.toISOString()}`,
};

/** The job of a content, as accept makes it. */
export const jobOf = (rules: ChannelRules, told: Told, account: Account): Job => {
  const content = contentOf(told);
  const { parts, violations } = rules.transform(content, to(account));
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
  return {
    message: {
      id: "01k9zq3v5w8x7y6z5w4v3t2s1r",
      organization_id: 1,
      conversation_id: 42,
      account_id: account.id,
      channel: rules.channel,
      message_type: content.type,
      message_text: content.text ?? null,
      files: [],
      media_urls: [],
      reply_to_message_id: null,
      author: { kind: "person", member_id: null },
      parts: parts.length,
      adaptations: [],
      created_at: NOW.toISOString(),
    },
    parts,
    account,
    contact: CONTACT,
  };
};

/** Sends one part as the delivery worker does: prepare, take a connection, run. */
export const send = async (sender: Sender, job: Job, index = 0): Promise<Outcome> => {
  const prepared = await sender.prepare(job, job.parts[index]!, index);
  return (await prepared.connect()).run();
};

export interface Received {
  path: string;
  authorization: string | undefined;
  body: unknown;
}

type Reply = { status: number; body: unknown; headers?: Record<string, string> } | "hang up";

/** A stand-in for graph.facebook.com on loopback: gives each call the next reply, and keeps what it got. */
export const graphServer = async (...replies: Reply[]) => {
  const received: Received[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({
      path: request.url ?? "",
      authorization: request.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")),
    });
    const reply = replies.shift();
    if (reply === undefined || reply === "hang up") return request.socket.destroy();
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers }).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { origin, received, close };
};

export const graphError = (code: number, subcode?: number, message = "Refused.") => ({
  error: {
    message,
    type: "OAuthException",
    code,
    ...(subcode && { error_subcode: subcode }),
    fbtrace_id: "A1",
  },
});
