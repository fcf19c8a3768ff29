import type { Answer } from "./errors.ts";

export type Channel = "whatsapp" | "messenger" | "instagram" | "sms" | "x";

/** One call as it came in. `answer` stays null while nothing has been answered (and for ever on `sandbox:hang`). */
export type Entry = {
  id: string;
  at: string;
  channel: Channel;
  account: string;
  to: string;
  method: string;
  path: string;
  rawHeaders: string[];
  body: unknown;
  answer: Answer | null;
  notes: string[];
};

export type Shown = Omit<Entry, "rawHeaders" | "answer"> & {
  headers: Record<string, string>;
  answer: { status: number; body: unknown } | null;
};

export const KEPT = 10_000;

/** The last 10,000 sends, newest first when asked. */
export class Received {
  #entries: Entry[] = [];
  #next = 1;

  add(entry: Omit<Entry, "id" | "at" | "answer" | "notes">): Entry {
    const id = `r${String(this.#next++).padStart(10, "0")}`;
    const kept: Entry = { id, at: new Date().toISOString(), ...entry, answer: null, notes: [] };
    kept.path = kept.path.replace(/([?&]access_token=)[^&]*/, "$1***");
    this.#entries.push(kept);
    // Cut in blocks: a shift for every message would move ten thousand entries each time.
    if (this.#entries.length >= KEPT + 1000) this.#entries = this.#entries.slice(-KEPT);
    return kept;
  }

  list({ channel, to, limit = 100 }: { channel?: string; to?: string; limit?: number } = {}): Shown[] {
    const found: Shown[] = [];
    const wanted = to === undefined ? undefined : bare(to);
    const oldest = Math.max(0, this.#entries.length - KEPT);
    for (let at = this.#entries.length - 1; at >= oldest && found.length < limit; at--) {
      const entry = this.#entries[at];
      if (!entry || (channel && entry.channel !== channel)) continue;
      if (wanted === undefined || bare(entry.to) === wanted) found.push(show(entry));
    }
    return found;
  }

  get(id: string): Shown | undefined {
    const entry = this.#entries.slice(-KEPT).find((one) => one.id === id);
    return entry && show(entry);
  }

  clear(): number {
    const gone = Math.min(this.#entries.length, KEPT);
    this.#entries = [];
    return gone;
  }
}

/** A phone is the same with and without its plus, which a query string easily turns into a space. */
const bare = (address: string): string => address.replace(/[^0-9A-Za-z.]/g, "");

function show({ rawHeaders, answer, ...entry }: Entry): Shown {
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (name !== "authorization") headers[name] = rawHeaders[at + 1] ?? "";
  }
  return { ...entry, headers, answer: answer && { status: answer.status, body: answer.body } };
}
