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

const element = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("text"), value: text }) },
  fc.record({ type: fc.constant("page"), value: fc.constantFrom("agent", "bot", "nobody") }),
);
const spruceMessage = fc.record(
  {
    body: fc.array(element, { minLength: 1, maxLength: 3 }),
    internal: fc.boolean(),
    author: fc.constantFrom("organization", "agent", "nobody"),
    stayArchived: fc.boolean(),
    attachments: fc.array(
      fc.record({
        attachmentId: fc.constantFrom(...FILES.map(({ file }) => file.id), FOREIGN.id),
        title: fc.constantFrom("a", "scan.pdf", "../x"),
      }),
      { maxLength: 6 },
    ),
  },
  { requiredKeys: ["body"] },
);
export const spruceBody: fc.Arbitrary<unknown> = spoiled(spruceMessage);
export const spruceEndpointBody: fc.Arbitrary<unknown> = spoiled(
  fc.record(
    {
      destination: fc.constantFrom<object>(
        { smsOrEmailEndpoint: "+12025550105" },
        { smsOrEmailEndpoint: "ann@example.com" },
        { faxEndpoint: "+12025550106" },
        { secureEndpoint: { contactId: 204 } },
        { secureEndpoint: { contactId: 999 }, faxEndpoint: "1" },
      ),
      message: spruceMessage,
      sendAt: fc.constant("2030-01-01T00:00:00Z"),
    },
    { requiredKeys: ["destination", "message"] },
  ),
);

export const chatwootBody: fc.Arbitrary<unknown> = spoiled(
  fc.record(
    { content: text, echo_id: fc.oneof(fc.uuid(), fc.nat().map(String)), attachments: fc.constant([]) },
    { requiredKeys: ["content"] },
  ),
);
