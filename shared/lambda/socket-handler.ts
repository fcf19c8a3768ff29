import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import type { Sockets } from "../messaging/ports.ts";
import { log, withContext } from "./log.ts";

/** Whoever is behind the frames: it decides who may connect, and answers a frame with frames. */
export interface SocketPeer {
  connected(id: string, claim: { conversationId: number; token: string }): Promise<"accepted" | "refused">;
  received(id: string, frame: string): Promise<unknown[]>;
  disconnected(id: string): Promise<void>;
}

/** `$connect` carries the query of the socket's address, which the type of its event leaves out. */
export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  queryStringParameters?: Record<string, string>;
};
export type SocketHandler = (event: SocketEvent) => Promise<APIGatewayProxyResultV2>;

export const socketHandler =
  (peer: SocketPeer, sockets: Sockets): SocketHandler =>
  (event) => {
    const { connectionId: id, eventType, requestId } = event.requestContext;
    return withContext({ request_id: requestId, route: `socket ${eventType}` }, async () => {
      try {
        if (eventType === "CONNECT") return await connect(peer, id, event.queryStringParameters ?? {});
        if (eventType === "DISCONNECT") await peer.disconnected(id);
        else for (const frame of await peer.received(id, event.body ?? "")) await sockets.post(id, frame);
        return { statusCode: 200 };
      } catch (error) {
        log.error({ error }, "a frame could not be handled");
        if (eventType === "MESSAGE") await sockets.post(id, FAULT);
        return { statusCode: 500 };
      }
    });
  };

const FAULT = {
  type: "error",
  code: "internal",
  message: "Something went wrong on our side; send it again.",
};

const connect = async (
  peer: SocketPeer,
  id: string,
  { conversation_id = "", token = "" }: Record<string, string>,
): Promise<APIGatewayProxyResultV2> => {
  const conversationId = /^[1-9][0-9]{0,15}$/.test(conversation_id) ? Number(conversation_id) : 0;
  const verdict = await peer.connected(id, { conversationId, token });
  return { statusCode: verdict === "accepted" ? 200 : 401 };
};
