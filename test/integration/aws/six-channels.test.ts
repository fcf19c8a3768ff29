import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandler as createUploaded } from "../../../functions/attachments/attachment-uploaded.ts";
import { createHandler as createSigning } from "../../../functions/attachments/s3-url-signing.ts";
import { createHandler as createCancel } from "../../../functions/conversations/cancel-message.ts";
import { createHandler as createGet } from "../../../functions/conversations/get-message.ts";
import { createHandler as createResend } from "../../../functions/conversations/resend-message.ts";
import { createHandler as createTwilio } from "../../../functions/sms/webhook-twilio.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { objectCreated } from "../../../infra/local/object-event.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import { CHANNELS, type Channel } from "../../../shared/domain/channel.ts";
import type { MessageDocument } from "../../../shared/messaging/message-document.ts";
import { messageStore } from "../../../shared/store/messages.ts";
import { BUCKET } from "../../support/aws-stack.ts";
import { call, invoke } from "../../support/calls.ts";
import { noDynamoDb } from "../../support/dynamodb.ts";
import { bodyFor, ENDPOINTS } from "../http/channels.ts";
import { SAMPLES } from "../http/uploads.ts";
import { QUESTION, smsAnswer } from "../sms-answer.ts";
import { openAws, takeOne } from "./backend.ts";

describe.skipIf(noDynamoDb)(noDynamoDb ?? "on DynamoDB, SQS and S3", () => {
  let sandbox: Sandbox;
  let aws: Awaited<ReturnType<typeof openAws>>;
  beforeAll(async () => {
    sandbox = createSandbox({ port: 0, callbacks: false });
    aws = await openAws(await sandbox.listen());
  });
  afterAll(async () => {
    await aws?.stop();
    await sandbox.close();
  });

  const deliverOne = (channel: Channel) =>
    takeOne(aws.stack.sqs, aws.urls[channel]!, ENDPOINTS[channel].deliver(aws.parts(channel) as never));

  const read = async (channel: Channel, id: string) => {
    const get = createGet(aws.parts(channel));
    const params = { id: String(DEMO[channel].conversation), message_id: id };
    return (await call(get, "GET /conversations/{id}/messages/{message_id}", { params })).body;
  };

  it.each(CHANNELS)("a text posted to %s leaves and is read back as sent or further", async (channel) => {
    const accept = ENDPOINTS[channel].accept(aws.parts(channel));
    const asked = { body: bodyFor(channel, { message_text: "Hello" }) };
    const { status, body } = await call(accept, `POST ${ENDPOINTS[channel].path}`, asked);
    expect([status, body.status]).toEqual([201, "queued"]);
    await deliverOne(channel);
    expect((await read(channel, body.id)).status).toMatch(/^(sent|delivered|read)$/);
  });

  it.each(CHANNELS)(
    "a text to %s is canceled, resent into the same queue, and leaves once",
    async (channel) => {
      const parts = aws.parts(channel);
      const asked = { body: bodyFor(channel, { message_text: "Or not?" }) };
      const { body } = await call(ENDPOINTS[channel].accept(parts), `POST ${ENDPOINTS[channel].path}`, asked);
      const params = { id: String(body.conversation_id), message_id: body.id };
      const route = "POST /conversations/{id}/messages/{message_id}";
      const canceled = await call(createCancel(parts), `${route}/cancel`, { params });
      const resent = await call(createResend(parts), `${route}/resend`, { params });
      expect([canceled.status, resent.status]).toEqual([200, 201]);
      await deliverOne(channel);
      await deliverOne(channel);
      expect((await read(channel, body.id)).status).toBe("canceled");
      const now = await read(channel, resent.body.id);
      expect([now.status, now.resend_of]).toEqual([
        expect.stringMatching(/^(sent|delivered|read)$/),
        body.id,
      ]);
    },
  );

  it("a number texted back means what the message offered under it", async () => {
    const parts = aws.parts("sms");
    const accept = ENDPOINTS.sms.accept(parts);
    const asked = await call(accept, `POST ${ENDPOINTS.sms.path}`, { body: QUESTION });
    await deliverOne("sms");
    const answer = smsAnswer(parts.settings.publicUrl, "2", "SMaws1");
    const texted = await call(createTwilio(parts), "POST /webhooks/twilio", { key: null, ...answer });
    expect(texted.status).toBe(204);
    const { data } = await messageStore(parts.items).list(DEMO.sms.conversation, { limit: 10 });
    expect(data.find(({ message }) => message.message_text === "2")).toMatchObject({
      kind: "incoming",
      message: { reply: { kind: "choice", payload: "SIZE_L", title: "Large", message_id: asked.body.id } },
    });
  });

  it("a Lambda that invokes again with the same request makes one message", async () => {
    const accept = ENDPOINTS.messenger.accept(aws.parts("messenger"));
    const payload = bodyFor("messenger", { organization_id: 1, message_text: "Once" });
    const [first, again] = [
      await invoke<MessageDocument>(accept, payload, "one-request"),
      await invoke<MessageDocument>(accept, payload, "one-request"),
    ];
    expect(again.id).toBe(first.id);
  });

  it("a file is promised, uploaded, checked by S3's event, and sent to WhatsApp by the id it got there", async () => {
    const parts = aws.parts("whatsapp");
    const { bytes, type } = SAMPLES.png;
    const body = { conversation_id: 101, file_name: "photo.png", file_type: type, file_size: bytes.length };
    const signed = await call<Record<string, string>>(createSigning(parts), "POST /s3-url-signing", { body });
    expect(signed.status).toBe(201);
    const { s3_key } = signed.body;
    await aws.stack.s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: s3_key, Body: bytes, ContentType: type }),
    );
    await createUploaded(parts)(objectCreated(BUCKET, s3_key!));
    const accept = ENDPOINTS.whatsapp.accept(parts);
    const message = await call(accept, `POST ${ENDPOINTS.whatsapp.path}`, {
      body: bodyFor("whatsapp", { message_type: "image", message_text: "Look!", s3_key }),
    });
    expect(message.status).toBe(201);
    await deliverOne("whatsapp");
    expect((await read("whatsapp", message.body.id)).status).toBe("sent");
    expect(sandbox.received({ channel: "whatsapp", limit: 1 })[0]?.body).toMatchObject({
      image: { id: expect.stringMatching(/^\d+$/), caption: "Look!" },
    });
  });
});
