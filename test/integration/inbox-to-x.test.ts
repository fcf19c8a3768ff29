import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO, DEMO_KEY } from "../../infra/local/demo.ts";
import type { MessageDocument } from "../../shared/messaging/message-document.ts";
import type { ThreadMessage } from "./http/inbox-calls.ts";
import { startTalking } from "./logs/talking-server.ts";

let folder: string;
let server: Awaited<ReturnType<typeof startTalking>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inbox-"));
  server = await startTalking(folder);
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const THREAD = DEMO.x.conversation;
const get = async <T>(path: string) => JSON.parse((await server.call("GET", path)).body) as T;
const listed = async () => (await get<{ data: MessageDocument[] }>(`/conversations/${THREAD}/messages`)).data;

/** The document's own example, its placeholders replaced. */
const curl = async (content: string, replyToMessageId: string) => {
  const response = await fetch(`${server.origin}/api/v1/threads/${THREAD}/messages`, {
    method: "POST",
    headers: { Authorization: `Bearer ${DEMO_KEY}`, "Content-Type": "application/json" },
    body: `
{
  "content": "${content}",
  "replyToMessageId": "${replyToMessageId}"
}
`,
  });
  return { status: response.status, body: (await response.json()) as ThreadMessage };
};

/** Looks until it is true; the test's own time limit ends it. */
const until = async <T>(look: () => Promise<T | undefined | false>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found) return found;
  }
};

it("what the document's curl sends reaches X, is told of and read, and is one message", async () => {
  const [greeting] = await listed();
  const { status, body } = await curl("Hello from Inbox", greeting!.id);
  expect(status).toBe(200);
  expect(body).toMatchObject({ platform: "twitter", replyData: { id: greeting!.id, content: "Hello!" } });
  const read = await until(async () =>
    (await listed()).find(({ id, status }) => id === body.id && status === "read"),
  );
  expect(read.parts).toMatchObject([{ provider_message_id: expect.stringMatching(/^\d+$/), status: "read" }]);
  expect((await listed()).filter(({ message_text }) => message_text === "Hello from Inbox")).toHaveLength(1);
}, 30_000);

it("has a shorter address as well", async () => {
  const answer = await server.call(
    "POST",
    `/threads/${THREAD}/messages`,
    JSON.stringify({ content: "Short" }),
  );
  expect(answer.status).toBe(200);
});
