// POST /conversation-files: what was uploaded is there.
import { bucket, items } from "#backend";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import { registerFile } from "../../shared/messaging/register-file.ts";
import { fileDocument } from "../../shared/messaging/sign-upload.ts";
import { directory } from "../../shared/store/directory.ts";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";

export const createHandler = (parts: { items: Items; bucket: Bucket }) => {
  const register = registerFile({ files: fileStore(parts.items), bucket: parts.bucket });
  const members = directory(parts.items);
  return httpHandler(async (request) => {
    const caller = await authenticate(members, request);
    const file = await register(caller, request.json());
    return { status: 201, body: fileDocument(file, parts.bucket.name) };
  });
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket() }));
