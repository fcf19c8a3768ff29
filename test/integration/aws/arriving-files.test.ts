import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandler as createUploaded } from "../../../functions/attachments/attachment-uploaded.ts";
import { createHandler as createFetch } from "../../../functions/attachments/fetch-incoming-media.ts";
import { createHandler as createList } from "../../../functions/conversations/list-messages.ts";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { objectCreated } from "../../../infra/local/object-event.ts";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import type { IncomingFields } from "../../../shared/messaging/incoming-document.ts";
import { fileStore } from "../../../shared/store/files.ts";
import { BUCKET } from "../../support/aws-stack.ts";
import { call } from "../../support/calls.ts";
import { noDynamoDb } from "../../support/dynamodb.ts";
import { loopback } from "../../support/loopback.ts";
import { CREATE, type Meta } from "../http/meta.ts";
import type { List } from "../http/reading.ts";
import { openAws, takeOne } from "./backend.ts";

describe.skipIf(noDynamoDb)(noDynamoDb ?? "a contact's file on DynamoDB, SQS and S3", () => {
  let sandbox: Sandbox;
  let origin: string;
  let hook: Awaited<ReturnType<typeof loopback>>;
  let aws: Awaited<ReturnType<typeof openAws>>;
  beforeAll(async () => {
    hook = await loopback(() => ({}));
    sandbox = createSandbox({ port: 0, webhooks: hook.url, metaAppSecret: DEMO_SECRETS.META_APP_SECRET });
    origin = await sandbox.listen();
    aws = await openAws(origin);
  });
  afterAll(async () => {
    await aws?.stop();
    await sandbox.close();
    await hook.stop();
  });

  /** What the provider's webhook says when this contact sends a picture. */
  const webhook = async (channel: Meta) => {
    const { account, contact } = DEMO[channel];
    const [id] = Object.values(account.provider_ids);
    const from = contact.address!.replace("+", "");
    const body = JSON.stringify({ channel, account: id, from, attachments: [{ type: "image/png" }] });
    hook.heard.length = 0;
    await fetch(`${origin}/contacts/say?wait=true`, { method: "POST", body });
    return hook.heard[0]!;
  };

  it.each(["whatsapp", "messenger", "instagram"] as const)(
    "comes from %s once, however often it is told",
    async (channel) => {
      const { body, headers } = await webhook(channel);
      const parts = aws.parts(channel);
      const signed = { "x-hub-signature-256": String(headers["x-hub-signature-256"]) };
      const tell = () =>
        call(CREATE[channel](parts), `POST /webhooks/${channel}`, { key: null, body, headers: signed });
      expect([(await tell()).status, (await tell()).status]).toEqual([200, 200]);
      await takeOne(aws.stack.sqs, aws.fetchUrl, createFetch(parts));
      await expect(takeOne(aws.stack.sqs, aws.fetchUrl, createFetch(parts))).rejects.toThrow(/length/);
      const params = { id: String(DEMO[channel].conversation) };
      const route = "GET /conversations/{id}/messages";
      const { data } = (await call<List<Partial<IncomingFields>>>(createList(parts), route, { params })).body;
      const [file] = data.flatMap(({ attachments = [] }) => attachments);
      expect(file).toMatchObject({ state: "fetched", file_type: "image/png", file_size: 69 });
      expect(await parts.bucket.head(file!.s3_key!)).toMatchObject({ size: 69 });
      // S3 tells of it too, as of everything that comes into the bucket.
      await createUploaded(parts)(objectCreated(BUCKET, file!.s3_key!));
      expect(await fileStore(parts.items).get(1, file!.conversation_file_id!)).toMatchObject({
        state: "checked",
      });
    },
  );
});
