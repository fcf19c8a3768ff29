import fc from "fast-check";
import { OUTGOING_TYPES } from "../../shared/domain/message.ts";
import { COMMON, FILES, FOREIGN } from "./files.ts";
import { template } from "./templates.ts";
import { fileUrl, payload, text, title, webUrl, words } from "./values.ts";
import { THEIRS } from "./world.ts";

/** Every channel has some of the first; what most refuse is among the rest. */
const file = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom(...FILES.filter(({ file: { name } }) => COMMON.includes(name))),
  },
  { weight: 1, arbitrary: fc.constantFrom(...FILES) },
);
/** Mostly a few, sometimes one too many. */
export const few = <T>(one: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 1, maxLength: most + 1 }) },
  );
const fileId = fc.oneof(
  { weight: 12, arbitrary: file.map(({ file: { id } }) => id) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      FOREIGN.id,
      "01jd0000000000000000000zzz",
      "no-id",
      FILES[0]!.file.id.toUpperCase(),
    ),
  },
);
const location = fc.oneof(
  file.map(({ url }) => url),
  file.map(({ s3_path }) => s3_path),
  fileUrl,
);
const kind = fc.constantFrom("image", "audio", "video", "file");

export const attachment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      { source: fileId, source_type: fc.constant("media_id"), type: kind, voice: fc.boolean(), name: title },
      { requiredKeys: ["source", "source_type"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      { source: location, source_type: fc.constant("url"), type: kind, voice: fc.boolean() },
      { requiredKeys: ["source", "source_type"] },
    ),
  },
);

const phone = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("+4930123456", "+12025550123") },
  { weight: 1, arbitrary: fc.constantFrom("+1", "030 123456") },
);
const button = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom("reply", "postback"), title, payload }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom("url", "web_url"), title, url: webUrl }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom("call", "phone_number"), title, payload: phone }),
  },
);
const buttons = few(button, 3);
const quickReply = fc.record({ title, payload }, { requiredKeys: ["title"] });
const card = fc.record(
  { title, subtitle: text, image_url: fc.oneof(fileUrl, location), buttons },
  { requiredKeys: ["title"] },
);

const messageId = fc.constantFrom(...Object.values(THEIRS), "01jd0000000000000000000000", "theirs.1", "x");

/** What may stand beside a text or a file. */
export const rich = {
  buttons,
  quick_replies: few(quickReply, 13),
  cards: few(card, 10),
  message_tag: fc.constantFrom("HUMAN_AGENT", "CUSTOMER_FEEDBACK", "ACCOUNT_UPDATE", "NONSENSE"),
  reply_to_message_id: messageId,
};
const beside = fc.record(rich, { requiredKeys: [] });
/** Mostly nothing: with all of them at once nearly everything is refused. */
export const little = fc.oneof(
  fc.constant({}),
  ...Object.entries(rich).map(([name, one]) => one.map((value) => ({ [name]: value }))),
  beside,
);

const contact = fc.record(
  {
    name: fc.record(
      { formatted_name: title, first_name: words, last_name: words, prefix: words },
      { requiredKeys: ["formatted_name"] },
    ),
    phones: fc.array(fc.record({ phone, type: words, wa_id: words }, { requiredKeys: ["phone"] }), {
      maxLength: 2,
    }),
    emails: fc.array(fc.record({ email: words }), { maxLength: 2 }),
    urls: fc.array(fc.record({ url: webUrl }), { maxLength: 2 }),
    addresses: fc.array(
      fc.dictionary(fc.constantFrom("street", "city", "zip", "planet"), words, { maxKeys: 3 }),
      { maxLength: 2 },
    ),
    org: fc.record({ company: words, title: words }, { requiredKeys: [] }),
    birthday: fc.constantFrom("1980-02-30", "1980-02-28"),
  },
  { requiredKeys: ["name"] },
);
const row = fc.record({ id: payload, title, description: words }, { requiredKeys: ["id", "title"] });
const interactive = fc.record(
  {
    type: fc.constant("list"),
    header: fc.record({ type: fc.constant("text"), text: title }),
    body: fc.record({ text }),
    footer: fc.record({ text: title }),
    action: fc.record({
      button: title,
      sections: fc.array(
        fc.record({ title, rows: fc.array(row, { minLength: 1, maxLength: 6 }) }, { requiredKeys: ["rows"] }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  },
  { requiredKeys: ["type", "action"] },
);

export const named = fc.oneof(
  file.map(({ file: { key } }) => ({ s3_key: key })),
  file.map(({ s3_path }) => ({ s3_path })),
  fileId.map((conversation_file_id) => ({ conversation_file_id })),
  file.map(({ file: { key, name, type, size } }) => ({
    s3_key: key,
    file_name: name,
    file_type: type,
    file_size: size,
  })),
  location.map((media_url) => ({ media_url })),
  few(location, 10).map((media_urls) => ({ media_urls })),
);
export const type = fc.constantFrom(...OUTGOING_TYPES, "note", "document", "voice");
export const alone = {
  location: fc.record(
    {
      latitude: fc.double({ min: -91, max: 91 }),
      longitude: fc.double({ min: -181, max: 181 }),
      name: words,
      address: words,
    },
    { requiredKeys: ["latitude", "longitude"] },
  ),
  contacts: few(contact, 5),
  reaction: fc.record({ message_id: messageId, emoji: fc.constantFrom("❤️", "👍", "", "x", "❤️❤️") }),
  interactive,
  template,
};
