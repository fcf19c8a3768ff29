// S3 ObjectCreated: what arrived is looked at as soon as it is there.
import { bucket, items } from "#backend";
import { readKey } from "../../shared/attachments/s3-urls.ts";
import { live } from "../../shared/lambda/live.ts";
import { objectHandler } from "../../shared/lambda/object-handler.ts";
import { checkArrival } from "../../shared/messaging/check-arrival.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";

export const createHandler = (parts: { items: Items; bucket: Bucket }) => {
  const files = fileStore(parts.items);
  return objectHandler(async (text) => {
    const key = readKey(text);
    const file = key && (await files.get(key.organization_id, key.file_id));
    // Somebody else's object, or an event that comes again: nothing to do.
    if (file?.key !== text || file.state !== "signed") return;
    await checkArrival({ files, bucket: parts.bucket }, file);
  });
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket() }));
