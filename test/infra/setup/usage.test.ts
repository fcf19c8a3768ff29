import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { CHANNELS } from "../../../shared/domain/channel.ts";

it("whoever asks how an account is set up is told every channel and option there is", () => {
  const { stderr, status } = spawnSync(process.execPath, ["infra/setup/main.ts"], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain(`--channel ${CHANNELS.join("|")}\n`);
  expect(stderr).toContain("[--rate ");
});
