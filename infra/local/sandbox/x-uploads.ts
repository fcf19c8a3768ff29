import { snowflake } from "./ids.ts";
import { type XMediaRule, xMediaProblem } from "./x-media.ts";

type Upload = {
  id: string;
  at: number;
  user: string;
  rule: XMediaRule;
  type: string;
  size: number;
  /** The pieces that came, by their index; empty once it is finished. */
  pieces: Map<number, Buffer>;
  state: "open" | "pending" | "ready" | "failed";
};

/** The answer to an upload says 15 days, the guide to messages 24 hours: the narrower holds here. */
const LIFE_MS = 24 * 3_600_000;
const KEPT = 1_000;

/** Media uploaded to X: what it is, not its bytes. A message may use it once, and only its uploader's. */
export class XUploads {
  readonly #uploads = new Map<string, Upload>();

  open(user: string, rule: XMediaRule, type: string, size: number): string {
    const id = snowflake(Date.now());
    const pieces = new Map<number, Buffer>();
    this.#uploads.set(id, { id, at: Date.now(), user, rule, type, size, pieces, state: "open" });
    if (this.#uploads.size > KEPT) this.#uploads.delete(this.#uploads.keys().next().value ?? "");
    return id;
  }

  of(user: string, id: string): Upload | undefined {
    const upload = this.#uploads.get(id);
    return upload?.user === user && Date.now() - upload.at < LIFE_MS ? upload : undefined;
  }

  /** Looks at the bytes; what is wrong with them, if anything. A film or a GIF is worked on until somebody asks. */
  async finish(upload: Upload): Promise<string | undefined> {
    const ordered = [...upload.pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece);
    upload.pieces.clear();
    const bytes = Buffer.concat(ordered);
    if (bytes.length !== upload.size) return `${upload.size} bytes were announced, ${bytes.length} came`;
    const problem = await xMediaProblem(upload.rule, upload.type, bytes);
    upload.state = problem === undefined ? (upload.rule.isWhole ? "ready" : "pending") : "failed";
    return problem;
  }

  /** Taken by a message; false: not this user's, not ready, too old or taken before. */
  use(user: string, id: string): boolean {
    const upload = this.of(user, id);
    if (upload?.state !== "ready") return false;
    this.#uploads.delete(id);
    return true;
  }

  list(): object[] {
    return [...this.#uploads.values()].reverse().map(({ id, at, user, type, size, state }) => ({
      id,
      at: new Date(at).toISOString(),
      account: user,
      type,
      size,
      state,
    }));
  }
}
export type XUpload = Upload;
