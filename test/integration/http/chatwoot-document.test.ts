import { describe, expect, it } from "vitest";
import { DEMO_BOT_KEY } from "../../../infra/local/demo.ts";
import { visitorStore } from "../../../shared/store/visitors.ts";
import { post } from "./channels.ts";
import { chatwoot, formOf, type Message, visit } from "./chatwoot.ts";
import { eachWithBackend } from "./fixture.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const api = () => chatwoot(backend());
const SECONDS = Date.parse("2026-03-01T09:00:00.000Z") / 1000;
const whole = expect.any(Number);

const ADA = {
  name: "Ada",
  email: "ada@example.com",
  phone_number: "+12025550177",
  identifier: "customer-7",
  avatar_url: "https://shop.example.com/ada.png",
  custom_attributes: { plan: "gold" },
};

const adasSender = {
  id: whole,
  name: "Ada",
  type: "contact",
  email: "ada@example.com",
  phone_number: "+12025550177",
  identifier: "customer-7",
  blocked: false,
  avatar_url: "https://shop.example.com/ada.png",
  thumbnail: "https://shop.example.com/ada.png",
  additional_attributes: {},
  custom_attributes: { plan: "gold" },
  created_at: "2026-03-01T09:00:00.000Z",
};

describe("a visitor's message", () => {
  it("is answered with every field of the document and the echo_id", async () => {
    const { contact, place } = await visit(backend(), ADA);
    const answer = await api().say(place, { content: "Hello, how can I help you?", echo_id: "1234567890" });
    expect([answer.status, answer.headers["x-request-id"]]).toEqual([200, expect.stringMatching(/./)]);
    expect(answer.body).toEqual({
      id: whole,
      content: "Hello, how can I help you?",
      message_type: 0,
      content_type: "text",
      content_attributes: {},
      created_at: SECONDS,
      conversation_id: place.conversation,
      attachments: [],
      sender: { ...adasSender, id: contact.id },
      echo_id: "1234567890",
    });
    expect(Number.isSafeInteger(answer.body.id)).toBe(true);
    expect(Math.floor(answer.body.id / 4096 / 1000)).toBe(SECONDS);
  });

  it("has each kind of attachment with all its fields", async () => {
    const { place } = await visit(backend());
    const { png, opus, mp4, pdf, svg } = SAMPLES;
    const { body } = await api().sayForm(place, formOf({ content: "see" }, png, opus, mp4, pdf, svg));
    const file = (index: number, file_type: string, extension: string, size: number) => ({
      id: body.id + 1 + index,
      message_id: body.id,
      account_id: 1,
      file_type,
      meta: {},
      extension,
      data_url: expect.stringMatching(/^https:\/\/api\.example\.com\/bucket\/1\//),
      thumb_url: file_type === "image" ? body.attachments[index]!.data_url : "",
      file_size: size,
      width: null,
      height: null,
    });
    expect(body.attachments).toEqual([
      file(0, "image", "png", png.bytes.length),
      { ...file(1, "audio", "ogg", opus.bytes.length), transcribed_text: "" },
      file(2, "video", "mp4", mp4.bytes.length),
      file(3, "file", "pdf", pdf.bytes.length),
      file(4, "file", "svg", svg.bytes.length),
    ]);
  });

  it.each<[string, unknown, (message: Message) => unknown, unknown]>([
    ["content, where there are only files", {}, ({ content }) => content, null],
    ["attachments, where there are none", {}, ({ attachments }) => attachments, []],
    ["name", {}, ({ sender }) => sender.name, null],
    ["email", {}, ({ sender }) => sender.email, null],
    ["phone_number", {}, ({ sender }) => sender.phone_number, null],
    ["identifier", {}, ({ sender }) => sender.identifier, null],
    ["avatar_url", {}, ({ sender }) => sender.avatar_url, ""],
    ["thumbnail", { name: "" }, ({ sender }) => sender.thumbnail, ""],
    ["custom_attributes", { custom_attributes: null }, ({ sender }) => sender.custom_attributes, {}],
    ["echo_id, where none was given", {}, (message) => "echo_id" in message, false],
  ])("has %s as the table of what may be null says", async (field, said, read, expected) => {
    const { place } = await visit(backend(), said);
    const onlyFile = field.startsWith("content");
    const { body } = onlyFile
      ? await api().sayForm(place, formOf({}, SAMPLES.png))
      : await api().say(place, { content: "hi" });
    expect(read(body)).toEqual(expected);
  });
});

describe("a reply of the inbox", () => {
  it("has its file as an attachment, whose integers stay what they are", async () => {
    const { place } = await visit(backend());
    const { conversation_file_id } = await upload(backend(), SAMPLES.png, place.conversation);
    const named = { conversation_id: place.conversation, conversation_file_id, message_text: "your parcel" };
    await post(backend(), "webchat", { ...named, message_type: "image" });
    await work(backend(), "webchat");
    const [first] = (await api().listMessages(place)).body;
    expect(first).toMatchObject({ message_type: 1, content: "your parcel", sender: { type: "user" } });
    expect(first!.attachments).toMatchObject([
      { id: first!.id + 1, message_id: first!.id, file_type: "image", extension: "png", width: null },
    ]);
    backend().clock.add(60_000);
    const [again] = (await api().listMessages(place)).body;
    expect(again!.attachments[0]!.data_url).not.toBe(first!.attachments[0]!.data_url);
    expect([again!.id, again!.attachments[0]!.id]).toEqual([first!.id, first!.attachments[0]!.id]);
  });

  it("is the organization's own where nobody kept who wrote it, or they are a member no more", async () => {
    const { place } = await visit(backend());
    const visitors = visitorStore(backend().items, () => backend().clock.now);
    const item = (id: string) => ({
      id,
      direction: "outgoing" as const,
      payload: { type: "text", text: id },
      created_at: "2026-02-01T09:00:00.000Z",
    });
    await visitors.add(place.conversation, item("old"));
    await visitors.add(place.conversation, {
      ...item("gone"),
      author: { kind: "bot", member_id: "nobody" },
    });
    const { body } = await api().listMessages(place);
    expect(body.map(({ sender }) => [sender.type, sender.name])).toEqual([
      ["user", "Demo"],
      ["agent_bot", "Demo"],
    ]);
  });

  it("has a user or a bot as its sender, with their fields, and never an e-mail", async () => {
    const { place } = await visit(backend());
    const to = { conversation_id: place.conversation };
    await post(backend(), "webchat", { ...to, message_text: "I am a person" });
    await post(backend(), "webchat", { ...to, message_text: "I am not" }, { key: DEMO_BOT_KEY });
    await work(backend(), "webchat");
    const { body } = await api().listMessages(place);
    const [person, bot] = body;
    expect(person).toMatchObject({ message_type: 1, content: "I am a person", created_at: SECONDS });
    expect(person!.sender).toEqual({
      id: whole,
      name: "Demo agent",
      type: "user",
      available_name: "Demo agent",
      avatar_url: "",
      thumbnail: "",
      availability_status: "offline",
    });
    expect(bot!.sender).toEqual({
      id: whole,
      name: "Demo bot",
      type: "agent_bot",
      avatar_url: "",
      description: null,
      created_at: null,
    });
    expect(bot!.sender.id).not.toBe(person!.sender.id);
    expect(Object.keys(person!)).toEqual(Object.keys((await api().say(place, { content: "thanks" })).body));
  });
});
