// The members' WebSocket API: a connection ($connect, $disconnect) and the frames of a member ($default).
import { followerQueue, items, sockets } from "#backend";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { live } from "../../shared/lambda/live.ts";
import { socketHandler } from "../../shared/lambda/socket-handler.ts";
import type { FollowerQueue } from "../../shared/messaging/follower-ports.ts";
import type { ClosableSockets } from "../../shared/messaging/ports.ts";
import { directory } from "../../shared/store/directory.ts";
import { followerStore } from "../../shared/store/followers.ts";
import { memberSocket } from "./member-socket.ts";

type Parts = ConversationParts & { wakes: Pick<FollowerQueue, "wake">; sockets: ClosableSockets };

export const createHandler = ({ items: store, now = () => new Date(), ...parts }: Parts) => {
  const socket = memberSocket({
    ...parts,
    directory: directory(store),
    followers: followerStore(store, now),
  });
  return socketHandler(socket, parts.sockets);
};

export const handler = live(() =>
  createHandler({ items: items(), wakes: followerQueue(), sockets: sockets() }),
);
