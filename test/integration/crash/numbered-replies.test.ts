import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { turns } from "../../support/provider-lines-fixture.ts";
import { QUESTION, smsAnswer } from "../sms-answer.ts";
import { endServers, startServer } from "./server-process.ts";

const NO_PROVIDER = "http://127.0.0.1:9";
const MESSAGES = `/conversations/${DEMO.sms.conversation}/messages`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wt-rplain-"));
});
afterAll(async () => {
  endServers();
  await rm(folder, { recursive: true, force: true });
});

const ask = async <T>(origin: string, path: string, body?: object): Promise<T> => {
  const headers = { "x-api-key": "demo-key", "content-type": "application/json" };
  const more = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${origin}${path}`, { headers, ...more });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as T;
};

const untilSent = async (origin: string, id: string): Promise<void> => {
  for (;;) {
    const { status } = await ask<MessageDocument>(origin, `${MESSAGES}/${id}`);
    if (/^(sent|delivered|read)$/.test(status)) return;
    expect(status).toMatch(/^(queued|sending)$/);
    await turns();
  }
};

it("a numbered reply after a restart still maps to its payload", async () => {
  const before = await startServer(folder, NO_PROVIDER);
  const asked = await ask<MessageDocument>(before.origin, "/conversation-messages-sms", QUESTION);
  await untilSent(before.origin, asked.id);
  await before.kill();
  const after = await startServer(folder, NO_PROVIDER);
  const texted = await fetch(`${after.origin}/webhooks/twilio`, {
    method: "POST",
    ...smsAnswer(after.origin, " 2. ", "SMrplain1"),
  });
  expect(texted.status).toBe(204);
  const { data } = await ask<{ data: { message_text: string }[] }>(after.origin, MESSAGES);
  expect(data.find(({ message_text }) => message_text === " 2. ")).toMatchObject({
    message_type: "text",
    reply: { kind: "choice", payload: "SIZE_L", title: "Large", message_id: asked.id },
  });
  expect((await after.terminate()).code).toBe(0);
}, 60_000);
