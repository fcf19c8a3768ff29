import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { webchatSender } from "../../../functions/webchat/client.ts";
import { idFrom, partId } from "../../../shared/domain/ids.ts";
import { createChat, jobOf, START, TOKEN, textPart } from "./fakes.ts";

const NOTE = "the customer is about to be blocked";
const FOLDERS = ["functions/webchat/", "shared/messaging/"].map(
  (folder) => new URL(`../../../${folder}`, import.meta.url),
);

const withNote = async () => {
  const chat = createChat();
  const job = jobOf(7, [textPart("We look into it.")]);
  const note_id = idFrom(START, "note");
  chat.inbox.addOutgoing(job);
  chat.inbox.notes.push({
    id: note_id,
    organization_id: 1,
    conversation_id: 7,
    channel: "webchat",
    message_text: NOTE,
    files: [],
    author: { kind: "person", member_id: "m1" },
    created_at: START.toISOString(),
  });
  await chat.socket.connected("tab", { conversationId: 7, token: TOKEN });
  const prepared = await webchatSender(chat.deps).prepare(job, job.parts[0]!, 0);
  await (await prepared.connect()).run();
  return { chat, note_id };
};

describe("a note in a web chat conversation", () => {
  it("is in none of the frames the visitor ever gets", async () => {
    const { chat } = await withNote();
    const asked = [
      { type: "catch_up", after_seq: 0 },
      { type: "message", text: "anybody there?" },
      { type: "catch_up", after_seq: 0 },
    ];
    const answers = [];
    for (const frame of asked) answers.push(...(await chat.socket.received("tab", JSON.stringify(frame))));
    const seen = JSON.stringify([answers, chat.sockets.posted]);
    expect(seen).toContain("We look into it.");
    expect(chat.inbox.notes[0]?.message_text).toBe(NOTE);
    expect(seen).not.toContain(NOTE);
  });

  it("leaves no gap in the numbers, from which a visitor could count notes", async () => {
    const { chat } = await withNote();
    await chat.socket.received("tab", '{"type":"message","text":"anybody there?"}');
    const frames = await chat.socket.received("tab", '{"type":"catch_up","after_seq":0}');
    expect(frames.map((frame) => "seq" in frame && [frame.type, frame.seq])).toEqual([
      ["message", 1],
      ["message", 2],
      ["caught_up", 2],
    ]);
  });

  it("cannot be acknowledged, so nobody can try out whether it is there", async () => {
    const { chat, note_id } = await withNote();
    const ack = (id: string) => chat.socket.received("tab", JSON.stringify({ type: "ack", id }));
    expect(await ack(partId(note_id, 0))).toEqual(await ack(partId(idFrom(START, "nothing"), 0)));
  });

  it("is out of reach of the code that talks to visitors: it names no store of messages and no note", () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^(visitor|socket|client).*\.ts$/.test(name))
        .map((name) => ({ name, file: new URL(name, folder) })),
    );
    const names = files.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["client.ts", "visitor-show.ts", "visitor-socket.ts"]));
    for (const { name, file } of files) {
      const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      expect(code, name).not.toMatch(/MessageStore|\bReader\b|MessageView|\bNote\b|addNote/);
    }
  });
});
