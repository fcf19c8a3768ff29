import { createHash } from "node:crypto";
import type { Event } from "../domain/event.ts";
import type { Item } from "./items.ts";

/** When a change was stored, and what tells this write from every other one of the same item. */
export interface Moment {
  at: Date;
  write: string;
}

/** Made of what changed, so that the same change told twice is one event. */
export const idOf = (type: Event["type"], { pk, sk }: Item, fact = ""): string =>
  createHash("sha256")
    .update(JSON.stringify([type, pk, sk, fact]))
    .digest("hex")
    .slice(0, 32);
