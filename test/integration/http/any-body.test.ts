import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { call, invoke } from "../../support/calls.ts";
import { acceptOn, CHANNELS, ENDPOINTS } from "./channels.ts";
import { oneBackend } from "./fixture.ts";

const backend = oneBackend();

const FIELDS = [
  ...["message_text", "message_type", "s3_key", "s3_path", "conversation_file_id", "file_name", "file_type"],
  ...["file_size", "media_url", "media_urls", "organization_id", "contact_id", "template", "strict"],
  ...["reply_to_message_id", "attachments", "buttons", "cards", "voice", "preview", "author"],
];
const TYPES = ["text", "image", "audio", "video", "file", "document", "note", "template", "voice"];

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);
const place = fc.oneof(
  text,
  fc.constantFrom(
    "1/../x",
    "1/00000000000000000000000000/a",
    "s3://outgoing-files/",
    "https://[",
    "http://0/",
  ),
  fc.webUrl(),
);
const template = fc.record(
  {
    name: fc.oneof(text, fc.constant("order_update")),
    language: fc.oneof(text, fc.record({ code: text }), fc.constant({ code: "en" })),
    components: fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record(
          {
            type: fc.constantFrom("header", "body", "button", "carousel", "x"),
            sub_type: fc.constantFrom("url", "quick_reply", "copy_code", "flow"),
            index: fc.oneof(fc.integer(), text),
            parameters: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 3 })),
            cards: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 4 },
      ),
    ),
  },
  { requiredKeys: [] },
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue() },
  { weight: 2, arbitrary: text },
  { weight: 2, arbitrary: place },
  { weight: 1, arbitrary: fc.array(place, { maxLength: 12 }) },
  { weight: 1, arbitrary: template },
  { weight: 2, arbitrary: fc.constantFrom(...TYPES, "", null, true, 0, -0, 1e308, 2 ** 53) },
);
/** A body with a conversation that is there (mostly), and any of the fields with anything in them. */
const body = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant("ours" as const) }, { weight: 1, arbitrary: value }),
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...TYPES) }, { weight: 1, arbitrary: value }),
    fc.dictionary(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...FIELDS) }, { weight: 1, arbitrary: text }),
      value,
      {
        maxKeys: 6,
      },
    ),
  )
  .map(([conversation_id, message_type, more]) => ({ conversation_id, message_type, ...more }));

const RUNS = { numRuns: 400, seed: 20_260_301 };

describe.each(CHANNELS)("whatever is posted to %s", (channel) => {
  const ours = 101 + ["whatsapp", "instagram", "messenger", "webchat", "sms", "playground"].indexOf(channel);
  const named = (given: { conversation_id: unknown }) => ({
    ...given,
    conversation_id: given.conversation_id === "ours" ? ours : given.conversation_id,
  });

  it("is accepted or refused, and never an error of ours", async () => {
    const accept = acceptOn(backend(), channel);
    const route = `POST ${ENDPOINTS[channel].path}`;
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        const { status, body: answer } = await call<Problem>(accept, route, { body: named(given) });
        expect([201, 400, 404, 413, 422]).toContain(status);
        if (status !== 201) expect(answer.detail).not.toBe("");
      }),
      RUNS,
    );
  });

  it("is the same for another Lambda", async () => {
    const accept = acceptOn(backend(), channel);
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        const answered = invoke(accept, { organization_id: 1, ...named(given) }).catch(
          (error: Error) => JSON.parse(error.message) as Problem,
        );
        const { status } = await answered;
        if (typeof status === "number") expect([400, 404, 413, 422]).toContain(status);
      }),
      { ...RUNS, numRuns: 200 },
    );
  });
});

describe("whatever bytes are posted", () => {
  it("are answered 400 or 413, and never an error of ours", async () => {
    const accept = acceptOn(backend(), "sms");
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          fc.string().map((s) => Buffer.from(s)),
        ),
        async (bytes) => {
          const { status } = await call(accept, "POST /conversation-messages-sms", {
            body: Buffer.from(bytes),
          });
          expect(status).toBe(400);
        },
      ),
      RUNS,
    );
  });
});
