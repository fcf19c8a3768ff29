import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Received {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage["headers"];
  raw: Buffer;
}

export interface GraphServer {
  origin: string;
  received: Received[];
  close(): Promise<void>;
}

/** A loopback stand-in for the Graph API: notes what came, and answers what it is told. A body that breaks off is nobody's. */
export const graphServer = async (
  answer: (request: Received, response: ServerResponse) => void,
  readBody = buffer,
): Promise<GraphServer> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    const raw = await readBody(request).catch(() => undefined);
    if (raw === undefined) return void response.destroy();
    const got = { method, path, headers, raw };
    received.push(got);
    answer(got, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
};

export const graphError = (code: number, details = "the details") => ({
  error: { message: `(#${code}) title`, type: "OAuthException", code, error_data: { details } },
});

/** What a multipart body holds, read by the platform's own parser. */
export const formIn = ({ raw, headers }: Received): Promise<FormData> =>
  new Response(new Uint8Array(raw), {
    headers: { "content-type": headers["content-type"] ?? "" },
  }).formData();
