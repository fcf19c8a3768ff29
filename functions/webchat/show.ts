import type { Bucket } from "../../shared/messaging/file-ports.ts";
import { type PlainFile, PlainPayload } from "../../shared/messaging/plain-payload.ts";
import type { Now, Sockets } from "../../shared/messaging/ports.ts";
import type { VisitorItem, VisitorStore } from "../../shared/messaging/visitor-ports.ts";
import { LINK_SECONDS } from "./limits.ts";
import type { MessageFrame } from "./socket-frames.ts";

export interface ShowDeps {
  visitors: VisitorStore;
  sockets: Sockets;
  bucket: Pick<Bucket, "signGet">;
  now: Now;
}

/** An item of the visitor's own list as a frame, with a link signed now: the only thing a visitor is ever shown. */
export const frameOf = async (
  item: VisitorItem,
  deps: Pick<ShowDeps, "bucket" | "now">,
): Promise<MessageFrame> => {
  const payload = PlainPayload.parse(item.payload);
  const { seq, id, direction, created_at } = item;
  if (payload.type === "text") return { type: "message", seq, id, direction, message: payload, created_at };
  const message = { ...payload, file: await linked(payload.file, deps) };
  return { type: "message", seq, id, direction, message, created_at };
};

const linked = async (file: PlainFile, { bucket, now }: Pick<ShowDeps, "bucket" | "now">) => {
  const expiresAt = new Date(now().getTime() + LINK_SECONDS * 1000);
  const { name, type, size } = file;
  return {
    name,
    type,
    size,
    url: await bucket.signGet(file, expiresAt),
    expires_at: expiresAt.toISOString(),
  };
};

/** What became of the frame; it is kept as the provider's word in the message's timeline. */
export type Shown = "posted" | "nobody_connected" | "post_failed";

/**
 * Posts an item to the visitor's open connections (a browser may have several tabs), but for `except`. It never
 * throws: the item is in the visitor's list already, so whoever misses the frame sees a gap in `seq`, or
 * connects again, and catches up. That is what `catch_up` is for; a failure is told by the word, not by the status.
 */
export const show = async (
  deps: ShowDeps,
  conversationId: number,
  item: VisitorItem,
  except?: string,
): Promise<Shown> => {
  try {
    const connections = await deps.visitors.connections(conversationId);
    const others = connections.filter((connection) => connection !== except);
    if (others.length === 0) return "nobody_connected";
    const frame = await frameOf(item, deps);
    const posts = await Promise.allSettled(others.map((connection) => post(deps, connection, frame)));
    return wordFor(posts);
  } catch {
    return "post_failed";
  }
};

/** False: the connection is gone, and forgotten. */
const post = async (deps: ShowDeps, connection: string, frame: MessageFrame): Promise<boolean> => {
  const there = await deps.sockets.post(connection, frame);
  if (!there) await deps.visitors.disconnect(connection);
  return there;
};

const wordFor = (posts: PromiseSettledResult<boolean>[]): Shown => {
  if (posts.some((post) => post.status === "fulfilled" && post.value)) return "posted";
  return posts.some((post) => post.status === "rejected") ? "post_failed" : "nobody_connected";
};
