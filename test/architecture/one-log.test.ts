import { expect, it } from "vitest";
import { readSources, type Source } from "./sources.ts";

/** The one file that makes a log, and masks what goes into it. */
const LOG = "shared/lambda/log.ts";

/** Everything that would write past it. */
const otherVoices = (sources: Source[]): string[] =>
  sources
    .filter(({ path }) => path !== LOG && /^(shared|functions|infra\/local)\//.test(path))
    .filter(({ text }) => /\bconsole\s*[.[]|["'](?:node:)?console["']|from "pino"|\bdebuglog\b/.test(text))
    .map(({ path }) => path);

it("nothing speaks past the log that masks texts, addresses and secrets", () => {
  const sources = readSources();
  expect(sources.map(({ path }) => path)).toContain(LOG);
  expect(otherVoices(sources)).toEqual([]);
});

it.each([
  "console.log(body);",
  'console["warn"](body);',
  'import pino from "pino";',
  'import c from "node:console";',
])("would notice %s", (text) => {
  for (const path of ["shared/store/items.ts", "functions/sms/client.ts", "infra/local/server.ts"])
    expect(otherVoices([{ path, text }])).toEqual([path]);
});
