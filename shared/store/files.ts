import type { StoredFile } from "../domain/attachment.ts";
import type { FileStore } from "../messaging/file-ports.ts";
import { ABSENT, type Items, PRESENT } from "./items.ts";
import { keys } from "./keys.ts";

export const fileStore = (items: Items): FileStore => ({
  async get(organizationId, id) {
    const [item] = await items.read([keys.file(id)]);
    const file = item?.file as StoredFile | undefined;
    return file?.organization_id === organizationId ? file : undefined;
  },
  async add(file) {
    const added = await items.write({ put: { ...keys.file(file.id), file }, if: ABSENT });
    if (!added.ok) throw new Error(`The file id ${file.id} is taken`);
  },
  async update(file) {
    await items.write({ update: keys.file(file.id), set: { file }, if: PRESENT });
  },
  async mediaId(file, accountId, now) {
    const [item] = await items.read([keys.media(file.id, accountId)]);
    return item && Number(item.until) > now.getTime() ? String(item.media_id) : undefined;
  },
  async keepMediaId(file, accountId, mediaId, until) {
    const ttl = Math.ceil(until.getTime() / 1000);
    await items.write({
      put: { ...keys.media(file.id, accountId), media_id: mediaId, until: until.getTime(), ttl },
    });
  },
});
