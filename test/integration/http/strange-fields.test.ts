import { describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { post } from "./channels.ts";
import { oneBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";

const backend = oneBackend();
const posted = (body: Record<string, unknown>) =>
  changingNothing(backend(), () => post<Problem>(backend(), "messenger", { message_text: "Hi", ...body }));

describe("a button", () => {
  it.each([{ toString: 1 }, "constructor", "__proto__", ["reply"], null])(
    "whose type is %j is refused with its place, and is no error of ours",
    async (type) => {
      const answer = await posted({ buttons: [{ type, title: "Small", payload: "S" }] });
      expectProblem(answer, 400);
      expect(violationsOf(answer)[0]?.[0]).toMatch(/^\/buttons\/0\/type/);
    },
  );
});

describe("an attachment_url longer than any address", () => {
  it("is refused, for the promised message could not be read again", async () => {
    const answer = await posted({ attachment_url: `https://example.com/${"a".repeat(2_029)}` });
    expect([answer.status, violationsOf(answer)[0]?.[0]]).toEqual([400, "/attachment_url"]);
  });
});

describe("an address with a blank in it, which providers take for none", () => {
  const url = "https://example.com/a b.jpg";

  it("is refused on a button and on a card", async () => {
    const onButton = await posted({ buttons: [{ type: "url", title: "Open", url }] });
    expect([onButton.status, violationsOf(onButton)[0]?.[0]]).toEqual([400, "/buttons/0/url"]);
    const onCard = await posted({ cards: [{ title: "Tea", image_url: url }] });
    expect([onCard.status, violationsOf(onCard)[0]?.[0]]).toEqual([400, "/cards/0/image_url"]);
  });

  it("is refused as an attachment and as media_url", async () => {
    const attached = await posted({ attachments: [{ source: url, source_type: "url", type: "image" }] });
    expect([attached.status, violationsOf(attached)]).toEqual([
      422,
      [["/attachments/0/source", "invalid_url"]],
    ]);
    const named = await posted({ media_url: url });
    expect([named.status, violationsOf(named)]).toEqual([422, [["/media_url", "invalid_url"]]]);
  });
});
