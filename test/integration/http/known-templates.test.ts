import type { ServerResponse } from "node:http";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHandler as createPreview } from "../../../functions/conversations/preview-message.ts";
import { contextFor } from "../../../infra/local/http-event.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { EveryPreview } from "../../../shared/messaging/preview-everywhere.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { graphError, graphServer, json } from "../../functions/whatsapp/graph-server.ts";
import { call } from "../../support/calls.ts";
import { ENDPOINTS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem } from "./refused.ts";

const backend = eachWithBackend();
let sandbox: Sandbox;
let origin: string;
beforeAll(async () => {
  sandbox = createSandbox({ port: 0, callbacks: false });
  origin = await sandbox.listen();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  backend().settings.sandbox = origin;
});

const template = (name: string, texts: string[] = [], code = "en_US") => ({
  message_type: "template",
  template: {
    name,
    language: { code },
    components: [{ type: "body", parameters: texts.map((text) => ({ type: "text", text })) }],
  },
});
const send = <Body>(body: Record<string, unknown>) => post<Body>(backend(), "whatsapp", body);
const preview = async (body: Record<string, unknown>) =>
  (await post<Preview>(backend(), "whatsapp", body, { query: { preview: "true" } })).body;

/** The worker takes the n-th accepted message. */
const deliver = async (index: number): Promise<void> => {
  const { job, group } = backend().jobs()[index]!;
  const attributes = { MessageGroupId: group, ApproximateReceiveCount: "1" };
  const record = { messageId: "1", receiptHandle: "1", body: JSON.stringify(job), attributes };
  const event = { Records: [record] } as unknown as SQSEvent;
  const worker = ENDPOINTS.whatsapp.deliver(backend().parts("whatsapp"));
  expect(await worker(event, contextFor(60_000))).toEqual({ batchItemFailures: [] });
};

describe("a WhatsApp template, of which nothing is known yet", () => {
  it("is accepted as unverified, whatever it holds, and its preview says so", async () => {
    const wrong = template("order_update", ["one", "too many"]);
    expect(await preview(wrong)).toMatchObject({ template_check: "unverified", violations: [] });
    const { status, body } = await send(wrong);
    expect([status, body]).toMatchObject([201, { template_check: "unverified" }]);
  });
});

describe("a WhatsApp template, after one has left", () => {
  beforeEach(async () => {
    expect((await send(template("order_update", ["42"]))).status).toBe(201);
    await deliver(0);
  });

  it("is verified where it fits, in both previews and in the message", async () => {
    const fits = template("order_update", ["43"]);
    expect(await preview(fits)).toMatchObject({ template_check: "verified", violations: [] });
    const { body: everywhere } = await call<EveryPreview>(
      createPreview(backend().parts()),
      "POST /conversation-messages-preview",
      { body: fits },
    );
    expect(everywhere.channels.whatsapp).toMatchObject({ accepted: true, template_check: "verified" });
    expect(everywhere.channels.sms).not.toHaveProperty("template_check");
    expect((await send(fits)).body).toMatchObject({ template_check: "verified", status: "queued" });
  });

  it.each<[string, Record<string, unknown>, string, string, string]>([
    [
      "too many variables",
      template("order_update", ["1", "2"]),
      "/template/components/0/parameters",
      "template_mismatch",
      "1 parameter, not 2",
    ],
    [
      "a header left out",
      template("invoice", ["1"]),
      "/template/components",
      "template_mismatch",
      "one document",
    ],
    [
      "numbers for names",
      template("appointment", ["Ana", "Tue"]),
      "/template/components/0/parameters/0/parameter_name",
      "template_mismatch",
      "first_name, day",
    ],
    [
      "a language it is not in",
      template("order_update", ["1"], "fr"),
      "/template/language",
      "template_language_unknown",
      "en_US, de",
    ],
    [
      "a name that is not there",
      template("no_such_offer"),
      "/template/name",
      "template_unknown",
      "no template no_such_offer",
    ],
    ["a pause by Meta", template("paused_offer"), "/template/name", "template_not_approved", "PAUSED"],
  ])("is refused with %s, and the reason", async (_, wrong, path, code, words) => {
    const answer = await changingNothing(backend(), () => send<Problem>(wrong));
    expectProblem(answer, 422);
    expect(answer.body.errors[0]).toEqual({ path, code, message: expect.stringContaining(words) });
    expect((await preview(wrong)).violations).toEqual(answer.body.errors);
  });

  it("is unverified again a day later", async () => {
    backend().clock.add(24 * 3_600_000 + 1);
    expect(await preview(template("order_update", ["43"]))).toMatchObject({ template_check: "unverified" });
    expect((await send(template("order_update", ["1", "2"]))).status).toBe(201);
  });

  it("that only its form speaks against is told that, and nothing about the list", async () => {
    const { violations } = await preview(template("order_update", ["a\nb", "c"]));
    expect(violations.map(({ path }) => path)).toEqual(["/template/components/0/parameters/0/text"]);
  });
});

describe("a WhatsApp template, whose list the provider does not give", () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ["for want of a permission", (response) => json(response, 403, graphError(200))],
    ["but a page that is none", (response) => void response.writeHead(200).end("<html>")],
    ["for it hangs up", (response) => void response.destroy()],
  ])("(%s) leaves as ever, and stays unverified", async (_, answer) => {
    const sent = { messages: [{ id: "wamid.SENT", message_status: "accepted" }] };
    const provider = await graphServer(({ method }, response) =>
      method === "POST" ? json(response, 200, sent) : answer(response),
    );
    backend().settings.sandbox = provider.origin;
    await send(template("order_update", ["42"]));
    await deliver(0);
    await provider.close();
    expect(provider.received.map(({ method }) => method).sort()).toEqual(["GET", "POST"]);
    expect(backend().stored()).toContainEqual(expect.objectContaining({ p0_sent: expect.anything() }));
    expect((await send(template("order_update", ["1", "2"]))).body).toMatchObject({
      template_check: "unverified",
    });
  });
});
