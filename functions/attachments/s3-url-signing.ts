// POST /s3-url-signing: a link to upload one file to.
import { bucket, items } from "#backend";
import { createIds } from "../../shared/domain/ids.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import { signUpload } from "../../shared/messaging/sign-upload.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";

export const createHandler = (parts: { items: Items; bucket: Bucket; now?: Now }) => {
  const sign = signUpload({
    conversations: conversationStore(parts.items),
    files: fileStore(parts.items),
    bucket: parts.bucket,
    ids: createIds(),
    now: parts.now ?? (() => new Date()),
  });
  const members = directory(parts.items);
  return httpHandler(async (request) => {
    const caller = await authenticate(members, request);
    return { status: 201, body: await sign(caller, request.json()) };
  });
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket() }));
