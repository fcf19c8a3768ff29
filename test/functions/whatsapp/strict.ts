import { Refusal } from "../../../infra/local/sandbox/errors.ts";
import { Uploads } from "../../../infra/local/sandbox/media.ts";
import { sendWhatsApp } from "../../../infra/local/sandbox/whatsapp.ts";
import { Windows } from "../../../infra/local/sandbox/windows.ts";
import { bareType } from "../../../shared/domain/attachment.ts";
import type { Part, Slot } from "../../../shared/domain/message.ts";
import { NUMBER_ID } from "./fixtures.ts";

/** What the strict sandbox has against a part, its slots filled as delivery fills them; undefined when it takes it. */
export const refusalOf = (part: Part): string | undefined => {
  const uploads = new Uploads();
  const body = structuredClone(part.payload);
  for (const slot of part.slots) put(body, slot, uploads);
  try {
    sendWhatsApp(NUMBER_ID, body, { to: "" }, { uploads, windows: new Windows() });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return `${JSON.stringify(error.answer.body)} for ${JSON.stringify(body)}`;
    throw error;
  }
};

const put = (body: unknown, { at, file }: Slot, uploads: Uploads): void => {
  const owner = at.slice(0, -1).reduce<unknown>((node, step) => Reflect.get(Object(node), step), body);
  const last = at.at(-1)!;
  const { name: filename, size } = file;
  const upload = { account: NUMBER_ID, type: bareType(file.type), size, sha256: "", filename };
  const filled = last === "link" ? "https://files.example/signed?x=1" : uploads.add(upload).id;
  Reflect.set(Object(owner), last, filled);
};
