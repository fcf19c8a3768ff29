import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DEMO, DEMO_KEY } from "../../infra/local/demo.ts";
import type { AttachmentDocument } from "../../shared/messaging/incoming-document.ts";
import { startTalking } from "./logs/talking-server.ts";

/** The whole server, its sandbox, its queue and its bucket, as `npm start` runs them. */
let folder: string;
let server: Awaited<ReturnType<typeof startTalking>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "arriving-files-"));
  server = await startTalking(folder);
}, 30_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const { whatsapp, messenger, instagram, sms } = DEMO;
const SAID = {
  whatsapp: { account: whatsapp.account.provider_ids.phone_number_id, from: "12025550101" },
  messenger: { account: messenger.account.provider_ids.page_id, from: messenger.contact.address },
  instagram: { account: instagram.account.provider_ids.instagram_id, from: instagram.contact.address },
  sms: {
    account: sms.account.provider_ids.number,
    account_sid: sms.account.provider_ids.account_sid,
    from: sms.contact.address,
  },
};
type Kind = keyof typeof SAID;

const say = async (channel: Kind, ...attachments: object[]): Promise<string> => {
  const answer = await fetch(`${server.sandbox}/contacts/say?wait=true`, {
    method: "POST",
    body: JSON.stringify({ channel, ...SAID[channel], attachments }),
  });
  const body = (await answer.json()) as { id: string; webhook: { taken: boolean } };
  expect(body).toMatchObject({ webhook: { taken: true, attempts: 1 } });
  return body.id;
};

const filesOf = async (channel: Kind): Promise<AttachmentDocument[]> => {
  const { body } = await server.call("GET", `/conversations/${DEMO[channel].conversation}/messages?limit=5`);
  // WhatsApp tells whole seconds: what the demo contact said as the server started may stand above it.
  const { data } = JSON.parse(body) as { data: { attachments?: AttachmentDocument[] }[] };
  return data.find(({ attachments }) => attachments?.length)?.attachments ?? [];
};
const settled = (channel: Kind) =>
  vi.waitUntil(
    async () => {
      const files = await filesOf(channel);
      return files.length > 0 && files.every(({ state }) => state !== "not_fetched") && files;
    },
    { timeout: 15_000, interval: 50 },
  );

describe.each(["whatsapp", "messenger", "instagram", "sms"] as const)("a picture sent on %s", (channel) => {
  it("lies in the bucket soon after, and its message says where", { timeout: 15_000 }, async () => {
    await say(channel, { type: "image/png" });
    const [file] = await settled(channel);
    expect(file).toEqual({
      kind: "image",
      state: "fetched",
      error: null,
      conversation_file_id: expect.stringMatching(/^[0-9a-z]{26}$/),
      s3_key: `1/${file!.conversation_file_id}/${file!.file_name}`,
      file_name: expect.stringMatching(/^(image|file)\.png$/),
      file_type: "image/png",
      file_size: 69,
    });
    const { conversation } = DEMO[channel];
    const events = JSON.parse((await server.call("GET", "/events?limit=100")).body).data;
    expect(
      events.filter((one: { conversation_id: number }) => one.conversation_id === conversation),
    ).toContainEqual(
      expect.objectContaining({
        type: "message.attachment",
        is_final: true,
        data: expect.objectContaining({ attachments: [file] }),
      }),
    );
  });

  it("can be sent on like an uploaded one", { timeout: 15_000 }, async () => {
    const [file] = await settled(channel);
    const sent = await server.call(
      "POST",
      "/conversation-messages-transform-outgoing-webchat",
      JSON.stringify({ conversation_id: 104, conversation_file_id: file!.conversation_file_id }),
      { "x-api-key": DEMO_KEY },
    );
    expect(sent.status).toBe(201);
    expect(JSON.parse(sent.body)).toMatchObject({ message_type: "image", s3_key: file!.s3_key });
  });
});

it("shows why a file will not come, and keeps the others of its message", { timeout: 15_000 }, async () => {
  await say(
    "sms",
    { type: "image/png", answers: [404] },
    { type: "application/pdf", name: "Rechnung März.pdf" },
  );
  expect(await settled("sms")).toMatchObject([
    { state: "failed", error: { code: "media_gone", fix_by: "customer" }, conversation_file_id: null },
    { state: "fetched", file_type: "application/pdf", file_name: "Rechnung März.pdf" },
  ]);
});
