import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { ClosableSockets } from "../messaging/ports.ts";

/**
 * The open connections of a WebSocket API. `endpoint` is the API's https address with its stage:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export const apiGatewaySockets = (
  endpoint: string,
  config: ApiGatewayManagementApiClientConfig = {},
): ClosableSockets => {
  const client = new ApiGatewayManagementApiClient({ ...config, endpoint });
  return {
    async post(connectionId, frame) {
      const Data = JSON.stringify(frame);
      return unlessGone(client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data })));
    },
    async close(connectionId) {
      await unlessGone(client.send(new DeleteConnectionCommand({ ConnectionId: connectionId })));
    },
  };
};

/** False: the connection is gone. */
const unlessGone = async (sent: Promise<unknown>): Promise<boolean> => {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof GoneException) return false;
    throw error;
  }
};
