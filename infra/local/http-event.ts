import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";

/** A request as API Gateway's HTTP API hands it to a function (payload format 2.0). */
export const eventOf = (
  request: IncomingMessage,
  body: Buffer,
  route: string,
  params: Record<string, string | undefined>,
): APIGatewayProxyEventV2 => {
  const [rawPath = "/", rawQueryString = ""] = split(request.url ?? "/");
  const text = isUtf8(body);
  return {
    version: "2.0",
    routeKey: route,
    rawPath,
    rawQueryString,
    headers: headersOf(request),
    ...(rawQueryString !== "" && { queryStringParameters: queryOf(rawQueryString) }),
    pathParameters: params,
    requestContext: {
      accountId: "local",
      apiId: "local",
      domainName: request.headers.host ?? "",
      domainPrefix: "",
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: route,
      stage: "$default",
      time: "",
      timeEpoch: Date.now(),
    },
    ...(body.length > 0 && { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: !text,
  };
};

const split = (url: string): [string, string] => {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
};

/** One value a name: several are joined by commas, as API Gateway does. */
const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(",")]),
  );

const queryOf = (raw: string): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(raw)) {
    found[name] = Object.hasOwn(found, name) ? `${found[name]},${value}` : value;
  }
  return found;
};

/** What a handler may ask of its surroundings. Milliseconds. */
export const contextFor = (timeoutMs: number): Context => {
  const until = Date.now() + timeoutMs;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    functionName: "local",
    functionVersion: "1",
    invokedFunctionArn: "local",
    memoryLimitInMB: "0",
    logGroupName: "local",
    logStreamName: "local",
    getRemainingTimeInMillis: () => until - Date.now(),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};
