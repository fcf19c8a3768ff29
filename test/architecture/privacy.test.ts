import { describe, expect, it } from "vitest";
import { roadsOut, visitorLeaks } from "./privacy.ts";
import { reachable, readSources, type Source } from "./sources.ts";

const sources = readSources();
const changed = (path: string, line: string): Source[] =>
  sources.map((one) => (one.path === path ? { ...one, text: `${line}\n${one.text}` } : one));

describe("a note never meets a sender", () => {
  it("runs nothing that knows a delivery queue or a sender", () => {
    expect(sources.map(({ path }) => path)).toContain("shared/messaging/store-note.ts");
    expect(roadsOut(sources)).toEqual([]);
  });

  it.each([
    ["shared/messaging/store-note.ts", 'import type { DeliveryQueue } from "./ports.ts";'],
    ["shared/messaging/store-note.ts", 'import { deliver } from "./deliver.ts";'],
    ["shared/messaging/once.ts", 'import type { Sender } from "./channel-ports.ts";'],
    ["shared/messaging/once.ts", 'import { acceptOutgoing } from "./accept-outgoing.ts";'],
  ])("would notice %s with %s", (path, line) => {
    expect(roadsOut(changed(path, line))).not.toEqual([]);
  });
});

describe("a note never meets a visitor", () => {
  it("shows visitors nothing from the conversation's messages", () => {
    expect(visitorLeaks(sources)).toEqual([]);
  });

  it.each(
    sources
      .map(({ path }) => path)
      .filter((path) => /^functions\/chatwoot\/chatwoot-(?!create-message)/.test(path)),
  )("lets %s not even reach where messages are stored", (path) => {
    const reached = [...reachable(sources, path, true)];
    expect(reached).toContain("shared/lambda/http-handler.ts");
    expect(reached.filter((one) => /^shared\/store\/(messages|reader)\.ts$/.test(one))).toEqual([]);
  });

  it.each([
    "functions/webchat/visitor-list.ts",
    "shared/messaging/visitor-show.ts",
    "functions/chatwoot/show-messages.ts",
  ])("would notice %s", (path) => {
    const line = 'import type { MessageStore } from "../../shared/messaging/message-ports.ts";';
    expect(visitorLeaks(changed(path, line))).toHaveLength(1);
  });
});
