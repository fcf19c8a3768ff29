import { asciiName } from "../../functions/instagram/file-name.ts";
import { SmsPayload } from "../../functions/sms/payload.ts";
import { XPayload } from "../../functions/x/payload.ts";
import { Refusal } from "../../infra/local/sandbox/errors.ts";
import { checkFile, checkName } from "../../infra/local/sandbox/graph-attachments.ts";
import { type Dialect, instagramLogin, messenger } from "../../infra/local/sandbox/graph-dialects.ts";
import { readGraph } from "../../infra/local/sandbox/graph-send.ts";
import { Uploads } from "../../infra/local/sandbox/media.ts";
import { mediaProblem } from "../../infra/local/sandbox/media-rules.ts";
import { optionsFrom } from "../../infra/local/sandbox/options.ts";
import { sendTwilio } from "../../infra/local/sandbox/twilio.ts";
import { sendWhatsApp } from "../../infra/local/sandbox/whatsapp.ts";
import { Windows } from "../../infra/local/sandbox/windows.ts";
import { sendX } from "../../infra/local/sandbox/x.ts";
import { xMediaProblem, xMediaRules } from "../../infra/local/sandbox/x-media.ts";
import { XUploads } from "../../infra/local/sandbox/x-uploads.ts";
import type { Account } from "../../shared/domain/account.ts";
import { bareType, plainKind } from "../../shared/domain/attachment.ts";
import type { Channel } from "../../shared/domain/channel.ts";
import type { Contact } from "../../shared/domain/conversation.ts";
import type { Job, Part, Slot } from "../../shared/domain/message.ts";
import { PlainPayload } from "../../shared/messaging/plain-payload.ts";
import { encodeForm } from "../../shared/providers/twilio/form.ts";
import { sampleOf } from "./files.ts";

/** Where a part goes, and how long ago the contact wrote. */
interface Way {
  account: Pick<Account, "provider_ids">;
  contact: Pick<Contact, "address" | "user_id">;
  hoursAgo: number;
}

type Fields = Record<string, unknown>;
type Ask = (part: Part, way: Way) => Promise<void>;

/** What the provider's strict stand-in has against a part, its slots filled as delivery fills them. */
export const refusalOf = async (channel: Channel, part: Part, way: Way): Promise<string | undefined> => {
  try {
    await ASK[channel](part, way);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return JSON.stringify(error.answer.body);
    throw error;
  }
};

export const wayOf = ({ account, contact }: Pick<Job, "account" | "contact">, hoursAgo: number): Way => ({
  account,
  contact,
  hoursAgo,
});

const LINK = "https://files.example/bucket/1/photo?signature=0123456789abcdef";

const filled = (part: Part, fill: (slot: Slot) => string): Fields => {
  const body = structuredClone(part.payload);
  for (const slot of part.slots) {
    const owner = slot.at.slice(0, -1).reduce<unknown>((node, step) => Reflect.get(Object(node), step), body);
    Reflect.set(Object(owner), slot.at.at(-1)!, fill(slot));
  }
  return body;
};

const windowOf = (channel: Channel, account: string, { contact, hoursAgo }: Way): Windows => {
  const windows = new Windows();
  const address = contact.address ?? contact.user_id ?? "";
  const known = channel === "whatsapp" ? address.replace("+", "") : address;
  windows.heard(channel, account, known, Date.now() - hoursAgo * 3_600_000);
  return windows;
};

const whatsapp: Ask = async (part, way) => {
  const number = way.account.provider_ids.phone_number_id ?? "";
  const uploads = new Uploads();
  for (const { file, at } of part.slots) {
    const problem = await problemOf(`whatsapp ${file.id}`, () =>
      mediaProblem(file.type, sampleOf(file.id)!.bytes),
    );
    if (problem) throw refused(`${at.join(".")}: ${problem}`);
  }
  const upload = ({ file, at }: Slot) =>
    at.at(-1) === "link"
      ? LINK
      : uploads.add({
          account: number,
          type: bareType(file.type),
          size: file.size,
          sha256: "",
          filename: file.name,
        }).id;
  const windows = windowOf("whatsapp", number, way);
  sendWhatsApp(number, filled(part, upload), { to: "" }, { uploads, windows });
};

const options = { ...optionsFrom({}), instagramPages: new Map<string, string>() };

const graph =
  (dialect: Dialect): Ask =>
  async (part, way) => {
    const { page_id, instagram_id = "" } = way.account.provider_ids;
    const account = page_id ?? instagram_id;
    const windows = windowOf(dialect.channel, account, way);
    const body = filled(part, () => LINK);
    readGraph(dialect, account, body, { to: "" }, { uploads: new Uploads(), options, windows });
    for (const { file, as } of part.slots) {
      const name = dialect.channel === "instagram" ? asciiName(file.name) : file.name;
      checkName(dialect, name);
      const kind = plainKind(as ?? "file");
      const problem = await problemOf(`${dialect.channel} ${kind} ${file.id}`, async () => {
        try {
          await checkFile(dialect, kind, bareType(file.type), sampleOf(file.id)!.bytes);
        } catch (error) {
          if (error instanceof Refusal) return JSON.stringify(error.answer.body);
          throw error;
        }
        return undefined;
      });
      if (problem) throw refused(problem);
    }
  };

const sms: Ask = async (part, { account }) => {
  const fields = {
    ...SmsPayload.parse(filled(part, () => LINK)),
    StatusCallback: "https://api.example.com/webhooks/twilio?handle=105.01jd",
  };
  const form = new URLSearchParams(encodeForm(fields));
  sendTwilio(account.provider_ids.account_sid ?? "", form, { to: "" });
};

const x: Ask = async (part, { account, contact }) => {
  const user = account.provider_ids.x_user_id ?? "";
  const uploads = new XUploads();
  for (const { file } of part.slots) {
    const rule = Object.values(xMediaRules).find(({ types }) => types.includes(bareType(file.type)));
    if (!rule) throw refused(`X takes no ${file.type}`);
    const problem = await problemOf(`x ${file.id}`, () =>
      xMediaProblem(rule, file.type, sampleOf(file.id)!.bytes),
    );
    if (problem) throw refused(problem);
  }
  const body = filled(part, ({ file }) => {
    const rule = Object.values(xMediaRules).find(({ types }) => types.includes(bareType(file.type)))!;
    const id = uploads.open(user, rule, file.type, file.size);
    uploads.of(user, id)!.state = "ready";
    return id;
  });
  sendX(user, contact.address ?? "", XPayload.parse(body), uploads);
};

/** Without a provider the frame of our own protocol is what must be readable. */
const plain: Ask = async (part) => {
  const read = PlainPayload.safeParse(part.payload);
  if (!read.success) throw refused(read.error.message);
};

const ASK: Record<Channel, Ask> = {
  whatsapp,
  instagram: graph(instagramLogin),
  messenger: graph(messenger),
  webchat: plain,
  sms,
  playground: plain,
  x,
};

const refused = (message: string): Refusal => new Refusal({ status: 400, body: { message } });

/** What is wrong with a file is always the same. */
const problems = new Map<string, Promise<string | undefined>>();
const problemOf = (key: string, look: () => Promise<string | undefined>): Promise<string | undefined> => {
  const known = problems.get(key) ?? look();
  problems.set(key, known);
  return known;
};
