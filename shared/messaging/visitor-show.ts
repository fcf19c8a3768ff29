import type { Bucket } from "./file-ports.ts";
import { type PlainFile, PlainPayload, type PlainSource } from "./plain-payload.ts";
import type { Now, Sockets } from "./ports.ts";
import type { ShownFile, Shown as ShownSource } from "./shown-message.ts";
import type { MessageFrame } from "./visitor-frames.ts";
import { LINK_SECONDS } from "./visitor-limits.ts";
import type { VisitorItem, VisitorStore } from "./visitor-ports.ts";

/** What it takes to link to a file. */
export interface LinkDeps {
  bucket: Pick<Bucket, "signGet">;
  now: Now;
}

export interface ShowDeps extends LinkDeps {
  visitors: Pick<VisitorStore, "connections" | "disconnect">;
  sockets: Sockets;
}

/** An item of the visitor's own list as a frame, with links signed now: the only thing a visitor is ever shown. */
export const frameOf = async (item: VisitorItem, deps: LinkDeps): Promise<MessageFrame> => {
  const { seq, id, direction, created_at, echo_id } = item;
  const message = await shown(PlainPayload.parse(item.payload), deps);
  const named = echo_id === undefined ? {} : { echo_id };
  return { type: "message", seq, id, direction, message, ...named, created_at };
};

/** With links in place of keys: its own files', and those of its cards' pictures. */
const shown = async (payload: PlainPayload, deps: LinkDeps): Promise<MessageFrame["message"]> => {
  if ("file" in payload) {
    const { file, more_files, ...rest } = payload;
    const more = more_files && (await Promise.all(more_files.map((one) => linked(one, deps))));
    return { ...rest, file: await linkedSource(file, deps), ...(more && { more_files: more }) };
  }
  if (payload.type !== "cards") return payload;
  const cards = payload.cards.map(async ({ image, ...card }) => ({
    ...card,
    ...(image && { image: await linkedSource(image, deps) }),
  }));
  return { ...payload, cards: await Promise.all(cards) };
};

/** Somebody else's address is theirs to serve, for as long as they do. */
const linkedSource = async (source: PlainSource, deps: LinkDeps): Promise<ShownSource> =>
  "url" in source ? source : linked(source, deps);

/** A file with a link that is signed now. */
export const linked = async (file: PlainFile, { bucket, now }: LinkDeps): Promise<ShownFile> => {
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
