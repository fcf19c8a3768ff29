import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Sockets } from "../messaging/ports.ts";

/**
 * The open connections of a WebSocket API. `endpoint` is the API's https address with its stage:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export const apiGatewaySockets = (
  endpoint: string,
  config: ApiGatewayManagementApiClientConfig = {},
): Sockets => {
  const client = new ApiGatewayManagementApiClient({ ...config, endpoint });
  return {
    async post(connectionId, frame) {
      const Data = JSON.stringify(frame);
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }));
        return true;
      } catch (error) {
        if (error instanceof GoneException) return false;
        throw error;
      }
    },
  };
};
