import fc from "fast-check";
import { attachment, rich } from "./contents.ts";
import { FILES, FOREIGN } from "./files.ts";
import { spoiled } from "./spoil.ts";
import { fileUrl, text } from "./values.ts";
import { THEIRS } from "./world.ts";

/** Bodies of the other products, each as its clients write it. */
export const socialBody = (accountId: string): fc.Arbitrary<unknown> =>
  spoiled(
    fc
      .record(
        {
          account_id: fc.oneof(
            { weight: 12, arbitrary: fc.constant(accountId) },
            fc.constantFrom("otherwhatsapp", "nobody"),
          ),
          text,
          attachments: fc.array(attachment, { maxLength: 4 }),
          attachment_url: fileUrl,
          ...rich,
        },
        { requiredKeys: ["account_id", "text"] },
      )
      .chain((body) => fc.subarray(OPTIONAL).map((kept) => ({ ...only(body, ["account_id", ...kept]) }))),
  );

const OPTIONAL = ["text", "text", "text", "attachments", "attachment_url", ...Object.keys(rich)];

const only = (body: object, names: string[]): object =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));

const replyId = fc.constantFrom(...Object.values(THEIRS), "01jd0000000000000000000000");
export const inboxBody: fc.Arbitrary<unknown> = spoiled(
  fc.record(
    {
      content: text,
      replyToMessageId: replyId,
      attachment: fc.constantFrom(...FILES.map(({ file }) => file), FOREIGN).map(({ id }) => ({ id })),
    },
    { requiredKeys: ["content"] },
  ),
);

export const chatwootBody: fc.Arbitrary<unknown> = spoiled(
  fc.record(
    { content: text, echo_id: fc.oneof(fc.uuid(), fc.nat().map(String)), attachments: fc.constant([]) },
    { requiredKeys: ["content"] },
  ),
);
