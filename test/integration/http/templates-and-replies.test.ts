import { describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Preview } from "../../../shared/messaging/preview-of.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";

const backend = eachWithBackend();

describe("a WhatsApp template", () => {
  const template = {
    name: "order_update",
    language: { code: "en_US" },
    components: [{ type: "body", parameters: [{ type: "text", text: "42" }] }],
  };

  it("is accepted in any state of the window, as Meta takes it", async () => {
    backend().clock.add(25 * 3_600_000);
    const { status, body } = await post(backend(), "whatsapp", { message_type: "template", template });
    expect(status).toBe(201);
    expect(body).toMatchObject({ message_type: "template", template, window: { state: "closed" } });
    expect(backend().jobs()[0]!.job.parts[0]!.payload).toMatchObject({ type: "template", template });
  });

  const FLOW_DATA = "/template/components/0/parameters/0/action/flow_action_data";
  const withFlowData = (json: string) => {
    const action = `{"type": "action", "action": {"flow_action_data": ${json}}}`;
    const button = `{"type": "button", "sub_type": "flow", "index": "0", "parameters": [${action}]}`;
    const flow = `{"name": "flow", "language": "en", "components": [${button}]}`;
    return { body: `{"conversation_id": 101, "message_type": "template", "template": ${flow}}` };
  };
  const nested = (levels: number) => `{"a": ${"[".repeat(levels)}1${"]".repeat(levels)}}`;

  it("is stored with whatever data a flow is given, as deep and as wide as any database keeps it", async () => {
    const long = JSON.stringify({ ["x".repeat(255)]: [1e100, -1e-100, 0, "", null, true] });
    for (const data of ["{}", long, nested(22)]) {
      const { status, body } = await post(backend(), "whatsapp", {}, withFlowData(data));
      expect([status, JSON.stringify(body.template)]).toEqual([
        201,
        expect.stringContaining(JSON.stringify(JSON.parse(data))),
      ]);
    }
  });

  it.each([
    ["a level deeper", nested(23), 400, "/template/components/0/parameters", "too_deep"],
    ["a number too large", '{"a": [1e300]}', 400, `${FLOW_DATA}/a/0`, "number_out_of_range"],
    ["a number too small", '{"a": 1e-200}', 400, `${FLOW_DATA}/a`, "number_out_of_range"],
    ["a field without a name", '{"a": [{"": 1}]}', 422, FLOW_DATA, "invalid"],
    ["a name of 256 characters", `{"${"x".repeat(256)}": 1}`, 422, FLOW_DATA, "invalid"],
  ])("with %s, which no database would keep, is refused and jams nobody", async (_, data, ...expected) => {
    const [status, path, code] = expected;
    const answer = await changingNothing(backend(), () =>
      post<Problem>(backend(), "whatsapp", {}, withFlowData(data)),
    );
    expectProblem(answer, status);
    expect(violationsOf(answer)).toEqual([[path, code]]);
  });
});

describe.each(CHANNELS)("a template beside something else on %s", (channel) => {
  const template = { name: "order_update", language: { code: "en_US" } };

  it.each(["text", "note"])("(a %s) is refused, for it would be dropped in silence", async (message_type) => {
    const body = { message_type, message_text: "Hello", template };
    const answer = await changingNothing(backend(), () => post<Problem>(backend(), channel, body));
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["/template", "template_not_expected"]]);
    const shown = await post<Preview>(backend(), channel, body, { query: { preview: "true" } });
    expect(shown.body.violations).toMatchObject([{ path: "/template", code: "template_not_expected" }]);
  });

  it("that is empty is no template", async () => {
    expect((await post(backend(), channel, { message_text: "Hello", template: null })).status).toBe(201);
  });
});

describe("a reply", () => {
  it("names a message the contact wrote, by our id or the provider's", async () => {
    const provider = `wamid.demo.whatsapp.${Date.parse("2026-03-01T09:00:00Z")}`;
    const incoming = backend()
      .stored()
      .find(({ kind, pk }) => kind === "incoming" && pk === "conversation#101")!;
    const ours = String(incoming.sk).replace("message#", "");
    for (const reply_to_message_id of [ours, provider]) {
      const { status, body } = await post(backend(), "whatsapp", {
        message_text: "Yes",
        reply_to_message_id,
      });
      expect([status, body.reply_to_message_id]).toEqual([201, reply_to_message_id]);
    }
    const payloads = backend()
      .jobs()
      .map(({ job }) => job.parts[0]!.payload.context);
    expect(payloads).toEqual([{ message_id: provider }, { message_id: provider }]);
  });

  it("to one of our own messages that has not left is refused, and one to a message nobody has is not found", async () => {
    const { body: first } = await post(backend(), "whatsapp", { message_text: "Hello" });
    for (const id of [first.id, first.parts[0]!.id]) {
      const early = await post(backend(), "whatsapp", { message_text: "More", reply_to_message_id: id });
      expect(early.status).toBe(422);
      expect(early.body).toMatchObject({ errors: [{ path: "/reply_to_message_id", code: "not_sent_yet" }] });
    }
    const absent = "0".repeat(26);
    const gone = await post(backend(), "whatsapp", { message_text: "More", reply_to_message_id: absent });
    expect(gone.status).toBe(404);
    expect(gone.body).toMatchObject({ errors: [{ path: "/reply_to_message_id" }] });
    expect(backend().jobs()).toHaveLength(1);
  });
});
