import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import * as z from "zod";
import { readYaml } from "./routes.ts";

const Cors = z.object({
  allowedOrigins: z.array(z.string()),
  allowedHeaders: z.array(z.string()),
  allowedMethods: z.array(z.string()),
  exposedResponseHeaders: z.array(z.string()).default([]),
  maxAge: z.number().optional(),
});

/** The lists that are deployed with the HTTP API and with the bucket. */
const lists = z.object({ api: Cors, bucket: Cors }).parse(readYaml(join(import.meta.dirname, "../cors.yml")));

/** Nothing for a request that no browser sent from elsewhere. */
export const corsHeaders = (request: IncomingMessage, of: keyof typeof lists): Record<string, string> => {
  const cors = lists[of];
  const origin = request.headers.origin;
  if (origin === undefined) return {};
  const any = cors.allowedOrigins.includes("*");
  if (!any && !cors.allowedOrigins.includes(origin)) return {};
  return {
    "access-control-allow-origin": any ? "*" : origin,
    "access-control-allow-headers": cors.allowedHeaders.join(", "),
    "access-control-allow-methods": cors.allowedMethods.join(", "),
    "access-control-expose-headers": cors.exposedResponseHeaders.join(", "),
    ...(cors.maxAge !== undefined && { "access-control-max-age": String(cors.maxAge) }),
    ...(!any && { vary: "origin" }),
  };
};
