import { expect, it } from "vitest";
import { readyText } from "../../../infra/local/ready.ts";
import { CHANNELS } from "../../../shared/domain/channel.ts";

const text = (demo: boolean) =>
  readyText({
    publicUrl: "http://127.0.0.1:3000",
    sandbox: "http://127.0.0.1:3001",
    dataDir: "./.data",
    demo,
    port: 3000,
    ms: 900,
  }).split("\n");

it("a newcomer is shown one command for each channel, on a line of its own, and where all others stand", () => {
  for (const channel of CHANNELS) {
    expect(text(true).filter((line) => line.includes(`Hello from ${channel}"`))).toHaveLength(1);
  }
  expect(text(true)).toContain("All addresses, each to be tried out: http://127.0.0.1:3000/docs");
  expect(text(true).length).toBeLessThan(25);
  for (const line of text(true)) expect(line.length).toBeLessThan(230);
});

it("whoever brings data of their own is told that it runs, and no demo keys", () => {
  expect(text(false)).toEqual(["outgoing ready at http://127.0.0.1:3000 after 900 ms, data in ./.data", ""]);
});
