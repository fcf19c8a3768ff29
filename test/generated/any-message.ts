import fc from "fast-check";
import { describe, it } from "vitest";
import { quietLog } from "../faults/quiet.ts";
import { type Door, OTHERS, SIX } from "./doors.ts";
import { expectHeld } from "./held.ts";
import { startWorld } from "./world.ts";

/** `BODIES=100000` makes more of them. A failure prints its seed and path: `BODY_SEED=… BODY_PATH=…` makes it again. */
const BODIES = Number(process.env.BODIES ?? 10_000);
const SEED = Number(process.env.BODY_SEED ?? 20_261_121);
const PATH = process.env.BODY_PATH;
/** A world is left after so many bodies, or 100,000 of them would fill the memory. */
const AT_ONCE = 1_000;

/** Hours since the contacts wrote, by how often: most in the window, some when only a person may answer, or nobody. */
const HOURS = [0, 0, 0, 48, 200];

/** Bodies for each of these endpoints, as many as are its share of all. */
export const anyMessage = (doors: readonly Door[]): void => {
  quietLog();
  const share = Math.ceil(BODIES / (SIX.length + OTHERS.length) / HOURS.length);
  const rounds = Math.ceil(share / AT_ONCE);
  const cases = doors.flatMap((door, at) =>
    HOURS.flatMap((hours, turn) =>
      Array.from({ length: rounds }, (_, round) => ({
        route: door.route,
        hours,
        door,
        seed: SEED + ((at * HOURS.length + turn) * rounds + round) * 7_919,
      })),
    ),
  );
  describe("whatever a message is", () => {
    it.each(cases)(
      "it is refused with its reason or sent as shown: $route, $hours h after the contact wrote, seed $seed",
      async ({ door, hours, seed }) => {
        const world = await startWorld(hours);
        try {
          await fc.assert(
            fc.asyncProperty(door.calls, (call) => expectHeld(door, world, call)),
            { numRuns: Math.ceil(share / rounds), seed: PATH ? SEED : seed, ...(PATH && { path: PATH }) },
          );
        } finally {
          await world.stop();
        }
      },
      300_000,
    );
  });
};
