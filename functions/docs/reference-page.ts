// GET /docs and GET /docs/{asset}: the reference as a page, drawn by Swagger UI from its own package.
import { asset } from "#reference-assets";
import { notFound } from "../../shared/domain/errors.ts";
import { type HttpReply, httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { PAGE, START } from "./page.ts";

const reply = (type: string, body: string): HttpReply => ({
  status: 200,
  body,
  headers: {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "public, max-age=3600",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'",
    "x-content-type-options": "nosniff",
  },
});

export const createHandler = () =>
  httpHandler(async ({ params }) => {
    switch (params.asset) {
      case undefined:
        return reply("text/html", PAGE);
      case "start.js":
        return reply("text/javascript", START);
      case "swagger-ui.css":
        return reply("text/css", await asset("swagger-ui.css"));
      case "swagger-ui-bundle.js":
        return reply("text/javascript", await asset("swagger-ui-bundle.js"));
      default:
        throw notFound("page");
    }
  });

export const handler = live(createHandler);
