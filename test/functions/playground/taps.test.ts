import { expect, it } from "vitest";
import type { Job } from "../../../shared/domain/message.ts";
import { createPlayground } from "./fakes.ts";

const buttons = [
  { type: "url", title: "Open", url: "https://example.com" },
  { type: "reply", title: "Yes", payload: "YES" },
];
const offering = (job: Job): Job => ({
  ...job,
  parts: job.parts.map((part) => ({ ...part, payload: { type: "text", text: "x", buttons } })),
});

it("the simulated contact taps the first thing that answers, when the text asks for it", async () => {
  const { accept, deliver, messages } = createPlayground();
  const job = offering(accept("tap: which one?"));
  await deliver(job);
  const [incoming] = [...messages.views.values()].filter(({ kind }) => kind === "incoming");
  expect(incoming?.message).toMatchObject({
    message_text: "Yes",
    message_type: "button_reply",
    reply: { kind: "button", payload: "YES", title: "Yes" },
    reply_to_message_id: `pg_${job.message.id}0`,
  });
});

it("a contact who is asked to tap where nothing is offered answers with an echo", async () => {
  const { accept, deliver, messages } = createPlayground();
  await deliver(accept("tap"));
  expect(messages.answers()).toEqual(["You wrote: tap"]);
});

it("a contact answers a thing without words by its name, and a reaction not at all", async () => {
  const { accept, deliver, messages } = createPlayground();
  const typed = (message_type: Job["message"]["message_type"]): Job => {
    const job = accept(null);
    return { ...job, message: { ...job.message, message_type } };
  };
  await deliver(typed("location"));
  await deliver(typed("reaction"));
  expect(messages.answers()).toEqual(["You sent location"]);
});
