import { describe, expect, it } from "vitest";
import type { Items } from "../../shared/store/items.ts";
import type { FifoOptions } from "./fifo.ts";
import { kill } from "./kill.ts";
import { FAULTS, POINTS } from "./points.ts";

/** Three conversations, each with a message of one part, one of three and one of two. */
const ALL_PARTS = 18;

/** The thirteen places an instance may end at, by each of the four ways; every case over a database of its own. */
export const killEverywhere = (where: string, open: () => Promise<Items>, queue: FifoOptions): void => {
  describe.each(POINTS)(`${where}: $role strikes trouble $name`, (point) => {
    it.each(FAULTS)("$name: nothing is lost, sent twice or out of order", async (fault) => {
      const ended = await kill(await open(), queue, point, fault);
      expect(ended.struck).toBeGreaterThan(0);
      expect(ended.violations).toEqual([]);
      expect(ended.parts).toBe(ALL_PARTS);
      // Only a call that was open when the fault struck may have an outcome nobody knows.
      const unsure = point.isOpen === true || point.role === "settle" ? 1 : 0;
      expect(ended.unknown).toBeLessThanOrEqual(unsure);
      expect(ended.lost).toBe(ALL_PARTS - ended.acted);
      expect(ended.lost).toBeLessThanOrEqual(ended.unknown);
    });
  });
};
