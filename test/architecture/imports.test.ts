import { describe, expect, it } from "vitest";
import { declaredFunctions } from "./declared.ts";
import { CHANNEL_LIST, SERVE_EVERY_CHANNEL, wrongImports } from "./layers.ts";
import { importsOf, reachable, readSources, type Source } from "./sources.ts";

const sources = readSources();
const entries = declaredFunctions().map(({ file }) => file);
const file = (path: string, ...lines: string[]): Source => ({ path, text: lines.join("\n") });

describe("imports go one way", () => {
  it("has no import against the arrows", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(wrongImports(sources)).toEqual([]);
  });

  it.each([
    ["functions/sms/client.ts", "../whatsapp/limits.ts"],
    ["functions/sms/client.ts", "../../shared/aws/queue.ts"],
    ["functions/sms/client.ts", "../../shared/embedded/items.ts"],
    ["functions/sms/client.ts", "../channels.ts"],
    ["functions/conversations/get-message.ts", "../channels.ts"],
    ["functions/conversations/resend-message.ts", "../sms/channel.ts"],
    ["functions/sms/client.ts", "@middy/core"],
    ["functions/sms/client.ts", "aws-lambda"],
    ["shared/domain/message.ts", "../messaging/ports.ts"],
    ["shared/messaging/accept-outgoing.ts", "../providers/lines.ts"],
    ["shared/messaging/accept-outgoing.ts", "@aws-sdk/client-sqs"],
    ["shared/messaging/accept-outgoing.ts", "#backend"],
    ["shared/aws/items.ts", "../embedded/items.ts"],
    ["shared/embedded/items.ts", "../aws/items.ts"],
    ["shared/lambda/compose.ts", "../aws/items.ts"],
    ["shared/store/messages.ts", "node:sqlite"],
    ["shared/providers/lines.ts", "../store/items.ts"],
    ["infra/local/server.ts", "../../shared/aws/queue.ts"],
  ])("would refuse %s an import of %s", (path, target) => {
    expect(wrongImports([file(path, `import type { One } from "${target}";`)])).toHaveLength(1);
    expect(wrongImports([file(path, `const one = await import("${target}");`)])).toHaveLength(1);
  });

  it("reads imports over several lines, renamed and re-exported ones", () => {
    const text = [
      "import {",
      "  type One,",
      "  two as three,",
      '} from "./a.ts";',
      'export * from "./b.ts";',
    ];
    expect(importsOf(file("shared/store/x.ts", ...text))).toEqual([
      { target: "shared/store/a.ts", names: ["One", "two"], typeOnly: false },
      { target: "shared/store/b.ts", names: [], typeOnly: false },
    ]);
  });
});

describe("adapters are named by the two backends and nobody else", () => {
  it("makes every client of AWS in shared/aws/backend.ts or beside it", () => {
    const naming = sources.filter((source) =>
      importsOf(source).some(
        ({ target }) => target.startsWith("shared/aws/") && !source.path.startsWith("shared/aws/"),
      ),
    );
    expect(naming.map(({ path }) => path)).toEqual([]);
  });

  it("reaches no adapter from any entry file", () => {
    const reached = entries.flatMap((entry) => [...reachable(sources, entry)]);
    expect(reached.length).toBeGreaterThan(entries.length);
    expect(reached.filter((path) => /^shared\/(aws|embedded)\//.test(path))).toEqual([]);
  });

  it("reaches the list of channels from those entry files only that serve every channel", () => {
    const reaching = entries.filter((entry) => reachable(sources, entry).has(CHANNEL_LIST));
    expect(reaching.sort()).toEqual([...SERVE_EVERY_CHANNEL].sort());
  });

  it("reaches rules from the list of channels, and no client, provider or database", () => {
    const reached = [...reachable(sources, CHANNEL_LIST, true)];
    expect(reached).toContain("functions/sms/transform-outgoing.ts");
    const impure =
      /\/(client|webhook-[\w-]+|deliver-[\w-]+)\.ts$|^shared\/(lambda|store|aws|embedded)\/|\/lines\.ts$/;
    expect(reached.filter((path) => impure.test(path))).toEqual([]);
  });
});
