import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { endServers, type ServerProcess, startServer } from "./crash/server-process.ts";
import type { Contact, Conversation, Message } from "./http/chatwoot.ts";
import { SAMPLES } from "./http/uploads.ts";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

let folder: string;
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatwoot-curl-"));
  server = await startServer(folder, "http://127.0.0.1:9");
});
afterEach(async () => {
  endServers();
  await rm(folder, { recursive: true, force: true });
});

const sh = async (command: string): Promise<unknown> => {
  const { stdout } = await promisify(execFile)("sh", ["-c", command.replace(/^curl /, "curl -sS ")]);
  return JSON.parse(stdout);
};

/** As the document prints it; only its placeholders are replaced. */
const DOCUMENT = `curl --request POST \\
  --url https://app.omnivibe.com.br/public/api/v1/inboxes/{inbox_identifier}/contacts/{contact_identifier}/conversations/{conversation_id}/messages \\
  --header 'Content-Type: application/json' \\
  --data '
{
  "content": "Hello, how can I help you?",
  "echo_id": "1234567890"
}
'`;

const filled = (
  command: string,
  { contact, conversation }: { contact: Contact; conversation: Conversation },
) =>
  command
    .replace("https://app.omnivibe.com.br", server.origin)
    .replace("{inbox_identifier}", "demo-inbox")
    .replace("{contact_identifier}", contact.source_id)
    .replace("{conversation_id}", String(conversation.id));

const visit = async () => {
  const contacts = `${server.origin}/public/api/v1/inboxes/demo-inbox/contacts`;
  const contact = (await sh(`curl -X POST ${contacts}`)) as Contact;
  const conversations = `${contacts}/${contact.source_id}/conversations`;
  const conversation = (await sh(`curl -X POST ${conversations}`)) as Conversation;
  return { contact, conversation };
};

describe.skipIf(!hasCurl)("the command of the document", () => {
  it("is answered, and is the same message after the server was killed and started again", async () => {
    const visitor = await visit();
    const first = await sh(filled(DOCUMENT, visitor));
    expect(first).toMatchObject({
      content: "Hello, how can I help you?",
      message_type: 0,
      conversation_id: visitor.conversation.id,
      sender: { type: "contact" },
      echo_id: "1234567890",
    });
    await server.kill();
    server = await startServer(folder, "http://127.0.0.1:9");
    expect(await sh(filled(DOCUMENT, visitor))).toEqual(first);
    const list = filled(DOCUMENT.split(" \\\n")[1]!.replace("--url", "curl"), visitor);
    expect(await sh(list.trim())).toMatchObject([{ id: (first as Message).id }]);
  });

  it("carries a file that any page can then show", async () => {
    const visitor = await visit();
    const photo = join(folder, "a photo.png");
    await writeFile(photo, SAMPLES.png.bytes);
    const url = filled(DOCUMENT.split(" \\\n")[1]!.trim().replace("--url ", ""), visitor);
    const message = (await sh(
      `curl ${url} -F content=see -F echo_id=e -F 'attachments[]=@${photo}'`,
    )) as Message;
    expect(message).toMatchObject({
      content: "see",
      attachments: [{ file_type: "image", extension: "png" }],
    });
    const shown = await fetch(message.attachments[0]!.data_url);
    expect([shown.status, Buffer.from(await shown.arrayBuffer())]).toEqual([200, SAMPLES.png.bytes]);
  });

  it("is shown on the visitor's socket, which the pubsub token opens", async () => {
    const visitor = await visit();
    const query = `conversation_id=${visitor.conversation.id}&token=${visitor.contact.pubsub_token}`;
    const socket = new WebSocket(`${server.origin.replace("http", "ws")}/webchat?${query}`);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const frame = new Promise((resolve) =>
      socket.once("message", (data) => resolve(JSON.parse(String(data)))),
    );
    await sh(filled(DOCUMENT, visitor));
    expect(await frame).toMatchObject({ type: "message", seq: 1, echo_id: "1234567890" });
    socket.terminate();
  });
});
