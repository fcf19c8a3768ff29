import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { channels } from "../../functions/channels.ts";
import { type Carriage, CONTENT_KINDS } from "../../shared/messaging/content-kinds.ts";

/** The lines of a README's table of content, by the kind in their first column. */
const tableOf = (channel: string): Map<string, string[]> => {
  const text = readFileSync(new URL(`../../functions/${channel}/README.md`, import.meta.url), "utf8");
  const [, table = ""] = text.split("| content | sent as is | adapted | refused |\n|---|---|---|---|\n");
  const lines = table.slice(0, table.indexOf("\n\n")).split("\n");
  const cells = lines.map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$|`/g, "")));
  return new Map(cells.map(([kind = "", ...rest]) => [kind, rest]));
};

const wordOf = (carriage: Carriage): string =>
  typeof carriage === "string" ? "as is" : "adapted" in carriage ? "adapted" : "refused";

const readAs = ([as = "–", adapted = "–"]: string[]): string =>
  as !== "–" ? "as is" : adapted !== "–" ? "adapted" : "refused";

describe.each(["messenger", "instagram"] as const)("the README of %s", (channel) => {
  const table = tableOf(channel);

  it("has a line for each kind of content, and no other", () => {
    expect([...table.keys()].sort()).toEqual([...CONTENT_KINDS].sort());
  });

  it.each(CONTENT_KINDS)("says of a %s what the code does", (kind) => {
    expect(readAs(table.get(kind) ?? [])).toBe(wordOf(channels[channel].capabilities[kind]));
  });
});
