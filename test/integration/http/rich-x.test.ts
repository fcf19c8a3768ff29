import { expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { post } from "./channels.ts";
import { getMessage, listMessages } from "./reading.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { eachWithSandbox } from "./with-sandbox.ts";
import { work } from "./work.ts";
import { sendSigned, written } from "./x-events.ts";

const at = eachWithSandbox();
const { conversation, contact } = DEMO.x;
const buttons = [
  { type: "reply", title: "Small", payload: "SIZE_S" },
  { type: "reply", title: "Large", payload: "SIZE_L" },
];

/** A posted message that X took, and the bodies that X was sent for it, oldest first. */
const sent = async (body: Record<string, unknown>) => {
  const { status, body: accepted } = await post(at.embedded, "x", body);
  expect([status, accepted.status]).toEqual([201, "queued"]);
  await work(at.embedded, "x");
  const { body: message } = await getMessage(at.embedded, conversation, accepted.id);
  expect(message.status).toBe("sent");
  const received = at.sandbox.received({ channel: "x", limit: message.parts.length });
  return { message, bodies: received.map((entry) => entry.body).reverse() };
};

it("two cards with one picture reach X as the picture twice and a text, as a preview shows them", async () => {
  const { s3_key } = await upload(at.embedded, SAMPLES.png, conversation);
  const image_url = `https://outgoing-files.s3.amazonaws.com/${s3_key}`;
  const cards = [
    { title: "Green", image_url, buttons },
    { title: "Black", image_url },
  ];
  const body = { message_text: "Teas", cards };
  const { body: shown } = await post<Preview>(at.embedded, "x", body, { query: { preview: "true" } });
  const { message, bodies } = await sent(body);
  const text = "Teas\n\nGreen\n1. Small\n2. Large\n\nBlack";
  const uploaded = { attachments: [{ media_id: expect.stringMatching(/^\d+$/) }] };
  expect(bodies).toEqual([uploaded, uploaded, { text }]);
  expect(shown.parts.at(-1)!.payload).toEqual({ text });
  expect(shown.adaptations).toEqual(message.adaptations);
});

it.each([
  ["a place", { message_type: "location", location: { latitude: 52.5, longitude: 13.4, name: "Shop" } }],
  ["a contact", { message_type: "contacts", contacts: [{ name: { formatted_name: "Shop" } }] }],
])("%s is a text that X takes", async (_, body) => {
  const { bodies } = await sent(body);
  expect(bodies).toEqual([{ text: expect.stringMatching(/^Shop/) }]);
});

it("a number that the contact writes on X is understood as what it stands for", async () => {
  const { message } = await sent({ message_text: "Which size?", buttons });
  at.embedded.clock.add(1_000);
  await sendSigned(at.embedded, written("900", "2", { from: contact.address! }));
  const { data } = (await listMessages(at.embedded, conversation)).body;
  expect(data.find(({ message_text }) => message_text === "2")).toMatchObject({
    direction: "incoming",
    reply: { kind: "choice", payload: "SIZE_L", title: "Large", message_id: message.id },
  });
});
