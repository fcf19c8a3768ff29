import type { SocketPeer } from "../../shared/lambda/socket-handler.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import type { Directory } from "../../shared/messaging/directory-ports.ts";
import type { FollowerQueue, FollowerStore } from "../../shared/messaging/follower-ports.ts";
import { CLOSE, readMemberFrame } from "../../shared/messaging/member-frames.ts";
import type { ClosableSockets } from "../../shared/messaging/ports.ts";

export interface MemberSocketDeps {
  directory: Pick<Directory, "holderOf">;
  followers: FollowerStore;
  wakes: Pick<FollowerQueue, "wake">;
  sockets: ClosableSockets;
}

/**
 * A member's side of the events' socket, as `infra/local/members.ts` on one machine: `auth`, then `catch_up`. Nothing is
 * sent from here but `ready`: events come from one sender, which is woken once the connection is known to follow.
 */
export const memberSocket = (deps: MemberSocketDeps): SocketPeer => {
  const { directory, followers, wakes, sockets } = deps;
  const end = async (id: string, why: keyof typeof CLOSE, message: string): Promise<[]> => {
    await followers.remove(id);
    await sockets.post(id, { type: "error", code: CLOSE[why], message });
    await sockets.close(id);
    return [];
  };

  return {
    /** The proof comes in the first frame; until then a connection is not even kept. */
    connected: async () => "accepted",

    async received(id, text) {
      const frame = readMemberFrame(text);
      if (!frame) return end(id, "malformed", "No frame of this socket");
      if (frame.type === "auth") {
        const holder = await directory.holderOf(hashKey(frame.key));
        if (!holder) return end(id, "unauthenticated", "Invalid API key");
        const isAdmitted = await followers.admit(id, holder.organization_id);
        return isAdmitted ? [{ type: "ready" }] : end(id, "malformed", "This socket has another key");
      }
      if (!(await followers.get(id))) return end(id, "unauthenticated", "No key");
      if (!(await followers.follow(id, frame.after_seq)))
        return end(id, "malformed", "This socket follows already");
      await wakes.wake([id], "catch_up");
      return [];
    },

    disconnected: (id) => followers.remove(id),
  };
};
