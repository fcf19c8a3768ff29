import { describe, expect, it } from "vitest";
import type { AttachmentDocument } from "../../../shared/messaging/incoming-document.ts";
import { chatwoot, formOf, type Refused, visit } from "./chatwoot.ts";
import { eachWithBackend } from "./fixture.ts";
import { listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";
import { SAMPLES, type Sample } from "./uploads.ts";

const backend = eachWithBackend();
const api = () => chatwoot(backend());
const MB = 1024 * 1024;

const blob = (bytes: number, name = "data.bin"): Sample => ({
  name,
  type: "application/octet-stream",
  bytes: Buffer.alloc(bytes, 1),
});

const download = async (link: string) => {
  const { body, status, headers } = await backend().bucket.serve({
    method: "GET",
    url: new URL(link),
    headers: {},
    body: (async function* () {})(),
  });
  return { status, headers, bytes: Buffer.from(await new Response(body as never).arrayBuffer()) };
};

const refusedForm = async (form: FormData) => {
  const { place } = await visit(backend());
  return changingNothing(backend(), () => api().sayForm<Refused>(place, form));
};

describe("a visitor's files", () => {
  it("are there for the visitor by links that end, and for members as files of the conversation", async () => {
    const { place } = await visit(backend());
    const { body } = await api().sayForm(place, formOf({ content: "both" }, SAMPLES.png, SAMPLES.pdf));
    const { data_url } = body.attachments[1]!;
    expect(await download(data_url)).toMatchObject({ status: 200, bytes: SAMPLES.pdf.bytes });
    const { body: list } = await listMessages(backend(), place.conversation);
    const shown = list.data[0]!.attachments as AttachmentDocument[];
    expect(list.data[0]).toMatchObject({ message_type: "image", message_text: "both" });
    expect(shown).toMatchObject([
      {
        kind: "image",
        state: "fetched",
        conversation_file_id: expect.stringMatching(/^[0-9a-z]{26}$/),
        s3_key: `1/${shown[0]!.conversation_file_id}/photo.png`,
        file_name: "photo.png",
        file_type: "image/png",
        file_size: SAMPLES.png.bytes.length,
      },
      expect.objectContaining({ kind: "file", file_name: "offer.pdf", state: "fetched" }),
    ]);
    const rows = backend()
      .stored()
      .filter(({ pk }) => pk.startsWith("file#"));
    expect(rows.map(({ file }) => file)).toMatchObject(
      shown.map(({ s3_key }) => ({ key: s3_key, state: "checked", conversation_id: place.conversation })),
    );
    const told = await backend().events.after(1, 0, 1_000);
    expect(told.at(-1)).toMatchObject({ type: "message.incoming", data: { attachments: shown } });
    backend().clock.add(3_600_001);
    expect((await download(data_url)).status).toBe(403);
    const [again] = (await api().listMessages(place)).body;
    expect((await download(again!.attachments[1]!.data_url)).status).toBe(200);
    expect(again!.attachments.map(({ id }) => id)).toEqual(body.attachments.map(({ id }) => id));
  });

  it("have 4 MB together, and one byte more is told where to go with it", async () => {
    const { place } = await visit(backend());
    const fits = await api().sayForm(place, formOf({}, blob(3 * MB), blob(MB, "rest.bin")));
    expect(fits.body.attachments.map(({ file_size }) => file_size)).toEqual([3 * MB, MB]);
    const answer = await refusedForm(formOf({}, blob(3 * MB), blob(MB + 1, "rest.bin")));
    expect([answer.status, answer.body]).toEqual([
      413,
      { error: expect.stringContaining("POST /s3-url-signing") },
    ]);
  });

  it("are sixteen of which one is too many", async () => {
    const names = Array.from({ length: 16 }, (_, index) => blob(1, `${index}.bin`));
    const answer = await refusedForm(formOf({}, ...names));
    expect([answer.status, answer.body.attributes]).toEqual([422, ["attachments"]]);
  });

  it.each([
    ["a page that calls itself a picture", { ...SAMPLES.html, name: "cat.png", type: "image/png" }],
    ["a picture of another kind", { ...SAMPLES.jpeg, type: "image/png" }],
    ["nothing", { name: "empty.png", type: "image/png", bytes: Buffer.alloc(0) }],
  ])("are refused when one is %s", async (_, sample) => {
    const answer = await refusedForm(formOf({ content: "look" }, SAMPLES.png, sample));
    expect([answer.status, answer.body]).toEqual([
      422,
      { message: expect.stringMatching(/^Attachments: /), attributes: ["attachments"] },
    ]);
  });

  it("keep a name that leads nowhere else, and a page is never run", async () => {
    const { place } = await visit(backend());
    const page = { ...SAMPLES.html, name: "../../2/secret/é page.html" };
    const { body } = await api().sayForm(place, formOf({}, page));
    expect(body.attachments[0]).toMatchObject({ file_type: "file", extension: "html" });
    const { headers } = await download(body.attachments[0]!.data_url);
    expect(headers).toMatchObject({ "content-type": "application/octet-stream" });
    expect(headers["content-disposition"]).toMatch(/^attachment; /);
  });
});
