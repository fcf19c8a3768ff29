// GET and HEAD /media/{token}: a file for a provider that asks twice; a presigned link answers HEAD with 403.
import { bucket, items, secrets, settings } from "#backend";
import { shortName } from "../../shared/attachments/file-names.ts";
import { readMediaToken } from "../../shared/attachments/media-token.ts";
import { servedAs } from "../../shared/attachments/serving.ts";
import type { StoredFile } from "../../shared/domain/attachment.ts";
import { notFound } from "../../shared/domain/errors.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Bucket } from "../../shared/messaging/file-ports.ts";
import type { Now, Secrets } from "../../shared/messaging/ports.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";

const LINK_MS = 5 * 60_000;

export const createHandler = (parts: {
  items: Items;
  bucket: Bucket;
  secrets: Secrets;
  settings: Pick<Settings, "secretNames">;
  now?: Now;
}) => {
  const { now = () => new Date(), secrets: values, settings: config, bucket: objects } = parts;
  const files = fileStore(parts.items);
  return httpHandler(async (request) => {
    const grant = readMediaToken(request.params.token ?? "", await values.get(config.secretNames.app), now());
    const file = grant && (await files.get(grant.organization_id, grant.file_id));
    if (file?.state !== "checked") throw notFound("file");
    const named = { ...file, name: shortName(file.name) };
    if (request.method === "HEAD") return { status: 200, headers: headersOf(named) };
    const location = await objects.signGet(named, new Date(now().getTime() + LINK_MS));
    return { status: 302, headers: { location } };
  });
};

/** What a GET of the signed link will say, without its bytes. */
const headersOf = (file: StoredFile): Record<string, string> => {
  const { type, disposition } = servedAs(file);
  return { "content-type": type, "content-disposition": disposition, "content-length": String(file.size) };
};

export const handler = live(() =>
  createHandler({ items: items(), bucket: bucket(), secrets: secrets(), settings: settings() }),
);
