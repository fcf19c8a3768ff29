import { beforeEach, vi } from "vitest";
import { log } from "../../shared/lambda/log.ts";

/** Faults are what these tests are made of; what is logged of them is looked at elsewhere. */
export const quietLog = (): void => {
  beforeEach(() => {
    for (const level of ["info", "warn", "error"] as const)
      vi.spyOn(log, level)
        .mockClear()
        .mockImplementation(() => {});
  });
};
