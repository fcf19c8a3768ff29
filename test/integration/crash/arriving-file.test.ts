import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEMO, DEMO_KEY, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { signMeta } from "../../../infra/local/sandbox/sign.ts";
import type { AttachmentDocument } from "../../../shared/messaging/incoming-document.ts";
import { endServers, startServer } from "./server-process.ts";

const PDF = "%PDF-1.4\n%%EOF\n";
const NUMBER = DEMO.whatsapp.account.provider_ids.phone_number_id;

/** A WhatsApp that begins to hand out its one file, and never ends the first time. */
const startWhatsapp = async () => {
  let downloads = 0;
  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/file")) {
      response.end(JSON.stringify({ url: `${origin}/file`, file_size: PDF.length }));
      return;
    }
    downloads += 1;
    response.writeHead(200, { "content-type": "application/pdf", "content-length": PDF.length });
    if (downloads === 1) response.write(PDF.slice(0, 5));
    else response.end(PDF);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, downloads: () => downloads, stop };
};

let folder: string;
let whatsapp: Awaited<ReturnType<typeof startWhatsapp>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "arriving-file-"));
  whatsapp = await startWhatsapp();
});
afterEach(async () => {
  endServers();
  whatsapp.stop();
  await rm(folder, { recursive: true, force: true });
});

const timestamp = String(Math.floor(Date.now() / 1_000));
/** The same webhook each time. */
const sendDocument = async (origin: string): Promise<number> => {
  const from = "12025550101";
  const document = { id: "900", mime_type: "application/pdf", filename: "a.pdf" };
  const messages = [{ from, id: "wamid.document", timestamp, type: "document", document }];
  const contacts = [{ wa_id: from, profile: { name: "Ada" } }];
  const value = { metadata: { phone_number_id: NUMBER }, contacts, messages };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  });
  const headers = { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) };
  return (await fetch(`${origin}/webhooks/whatsapp`, { method: "POST", headers, body })).status;
};

const filesAt = async (origin: string): Promise<AttachmentDocument[]> => {
  const path = `/conversations/${DEMO.whatsapp.conversation}/messages`;
  const answer = await fetch(origin + path, { headers: { "x-api-key": DEMO_KEY } });
  const { data } = (await answer.json()) as { data: { attachments?: AttachmentDocument[] }[] };
  return data.flatMap(({ attachments = [] }) => attachments);
};

it.each([
  ["killed", "kill"],
  ["stopped", "terminate"],
] as const)(
  "a server %s while a contact's file comes in brings it when it is back",
  {
    timeout: 40_000,
  },
  async (_, end) => {
    const first = await startServer(folder, whatsapp.origin);
    expect(await sendDocument(first.origin)).toBe(200);
    await vi.waitUntil(() => whatsapp.downloads() === 1, { timeout: 10_000 });
    const ended = await first[end]();
    // A download never holds a server that is asked to stop.
    if (typeof ended === "object") expect(ended).toMatchObject({ code: 0, ms: expect.closeTo(0, -4) });
    const second = await startServer(folder, whatsapp.origin);
    expect(await sendDocument(second.origin)).toBe(200);
    await vi.waitUntil(async () => (await filesAt(second.origin))[0]?.state === "fetched", {
      timeout: 20_000,
      interval: 50,
    });
    expect(await filesAt(second.origin)).toMatchObject([{ file_name: "a.pdf", file_size: PDF.length }]);
    expect(whatsapp.downloads()).toBe(2);
  },
);
