import { expect, it } from "vitest";
import { createHandler as createConversation } from "../../../functions/conversations/create-conversation.ts";
import { createHandler as getMember } from "../../../functions/conversations/get-member.ts";
import { createHandler as listAccounts } from "../../../functions/conversations/list-accounts.ts";
import { createHandler as listMembers } from "../../../functions/conversations/list-members.ts";
import { createHandler as previewMessage } from "../../../functions/conversations/preview-message.ts";
import { createHandler as resolvePage } from "../../../functions/conversations/resolve-page.ts";
import { createHandler as listEvents } from "../../../functions/events/list-events.ts";
import { createHandler as inboxMessage } from "../../../functions/inbox/send-thread-message.ts";
import { operations } from "../../../functions/operations.ts";
import { createHandler as socialMessage } from "../../../functions/social-api/send-social-api-message.ts";
import { createHandler as listSpruceConversations } from "../../../functions/spruce/list-spruce-conversations.ts";
import { createHandler as listSpruceMembers } from "../../../functions/spruce/list-spruce-members.ts";
import { createHandler as sendFromEndpoint } from "../../../functions/spruce/send-from-endpoint.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { heldToReference } from "../../support/as-referenced.ts";
import { type Asked, call } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { chatwoot, visit } from "./chatwoot.ts";
import { oneBackend } from "./fixture.ts";
import { archive, getConversation, getMessage, hear, listConversations, listMessages } from "./reading.ts";
import { cancel, posted, resend } from "./resending.ts";
import { page, postSpruce, text } from "./spruce.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = oneBackend();
const hello = { message_text: "Hello" };

it("every endpoint that answers JSON was asked, and answered as the reference says", async () => {
  await askSenders();
  await askMessages();
  await askOrganization();
  await askDialects();
  await askVisitors();
  await askSpruce();
  const answering = Object.entries(operations).flatMap(([route, { answers, proof }]) =>
    // Providers' own calls are signed, and held to it where they are tested.
    proof !== "signature" && Object.values(answers).some((answer) => typeof answer !== "string")
      ? [route]
      : [],
  );
  expect(answering.filter((route) => !heldToReference.has(route))).toEqual([]);
});

const ask = async (handler: Parameters<typeof call>[0], route: string, asked: Asked) => {
  const { status, text: said } = await call<Record<string, unknown>>(handler, route, asked);
  expect([200, 201], `${route}: ${said}`).toContain(status);
};

const askSenders = async () => {
  for (const channel of CHANNELS) {
    expect((await post(backend(), channel, hello)).status).toBe(201);
    expect((await post(backend(), channel, hello, { query: { preview: "true" } })).status).toBe(200);
  }
  await ask(previewMessage(backend().parts()), "POST /conversation-messages-preview", { body: hello });
};

const askMessages = async () => {
  await hear(backend(), 101, "Where are you?");
  await upload(backend(), SAMPLES.png, 101);
  const failed = await posted(backend(), "whatsapp", hello, "failed");
  expect((await resend(backend(), "whatsapp", failed.id)).status).toBe(201);
  const { body: waiting } = await post(backend(), "sms", hello);
  expect((await cancel(backend(), "sms", waiting.id)).status).toBe(200);
  expect((await getMessage(backend(), 101, failed.id)).status).toBe(200);
  expect((await listMessages(backend(), 101)).status).toBe(200);
};

const askOrganization = async () => {
  const contact = { address: "+12025550188" };
  const body = { channel: "sms", contact };
  await ask(createConversation(backend().parts()), "POST /conversations", { body });
  expect((await listConversations(backend())).status).toBe(200);
  expect((await getConversation(backend(), 101)).status).toBe(200);
  expect((await archive(backend(), 101)).status).toBe(200);
  await ask(listMembers(backend().parts()), "GET /members", {});
  await ask(getMember(backend().parts()), "GET /members/{id}", { params: { id: "agent" } });
  await ask(listAccounts(backend().parts()), "GET /accounts", {});
  await ask(listEvents(backend().parts()), "GET /events", {});
};

const askDialects = async () => {
  const body = { account_id: DEMO.sms.account.id, text: "Hello" };
  for (const route of [
    "POST /v1/inbox/conversations/{id}/messages",
    "POST /inbox/conversations/{id}/messages",
  ]) {
    await ask(socialMessage(backend().parts()), route, { params: { id: "105" }, body });
  }
  for (const route of ["POST /api/v1/threads/{threadId}/messages", "POST /threads/{threadId}/messages"]) {
    const params = { threadId: String(DEMO.x.conversation) };
    await ask(inboxMessage(backend().parts("x")), route, { params, body: { content: "Hello" } });
  }
};

const askSpruce = async () => {
  const parts = backend().parts();
  const note = { internal: true, body: [text("Call them, "), page("agent")] };
  const { body } = await postSpruce(backend(), 101, note);
  const [called] = (await getMessage(backend(), 101, body.outgoing.id)).body.pages ?? [];
  await ask(resolvePage(parts), "POST /conversations/{id}/messages/{message_id}/pages/{page_id}/resolve", {
    params: { id: "101", message_id: body.outgoing.id, page_id: called!.id },
  });
  await ask(sendFromEndpoint(parts), "POST /v1/internalendpoints/{internalEndpointId}/conversations", {
    params: { internalEndpointId: DEMO.sms.account.id },
    body: { destination: { smsOrEmailEndpoint: "+12025550105" }, message: { body: [text("Hello")] } },
  });
  const conversations = listSpruceConversations(parts);
  await ask(conversations, "GET /v1/conversations", {});
  await ask(conversations, "GET /v1/contacts/{contactId}/conversations", { params: { contactId: "201" } });
  await ask(listSpruceMembers(parts), "GET /v1/organization/members", {});
};

const askVisitors = async () => {
  const { place } = await visit(backend());
  const api = chatwoot(backend());
  expect((await api.say(place, { content: "Hello" })).status).toBe(200);
  for (const read of [api.getContact, api.listConversations, api.getConversation, api.listMessages]) {
    expect((await read(place)).status).toBe(200);
  }
};
