import { describe, expect, it } from "vitest";
import { createHandler as createCreate } from "../../../functions/conversations/create-conversation.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { directory } from "../../../shared/store/directory.ts";
import { call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { violationsOf } from "./refused.ts";

const backend = eachWithBackend();
const open = <Body>() =>
  call<Body>(createCreate(backend().parts()), "POST /conversations", {
    body: { channel: "webchat", contact: { address: "customer-7" } },
  });
const add = (id: string, channel: "webchat" | "playground") =>
  directory(backend().items).putAccount({
    ...DEMO[channel].account,
    id,
    organization_id: 1,
    channel,
    provider_ids: { [channel === "webchat" ? "inbox_identifier" : "playground_id"]: `inbox-${id}` },
    human_agent: "none",
    ad_window_days: 1,
  });

describe("an organization with hundreds of accounts", () => {
  it("need not name the only one on a channel, though it comes last", async () => {
    for (let index = 0; index < 210; index += 1) await add(`a${index}`, "playground");
    const { status, body } = await open<{ account_id: string }>();
    expect([status, body.account_id]).toEqual([201, "demowebchat"]);
  });

  it("is told that it must name one of two, though the second comes last", async () => {
    for (let index = 0; index < 210; index += 1) await add(`e${index}`, "playground");
    await add("zlast", "webchat");
    const answer = await open<Problem>();
    expect([answer.status, violationsOf(answer)]).toEqual([422, [["/account_id", "ambiguous"]]]);
    expect(answer.body.detail).toContain("demowebchat, zlast");
  });
});
