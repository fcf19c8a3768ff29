// GET /openapi.json: every endpoint, made of the schemas that it is held to.
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { referenceDocument } from "./document.ts";

export const createHandler = () => {
  const document = JSON.stringify(referenceDocument());
  return httpHandler(async () => ({
    status: 200,
    body: document,
    headers: { "cache-control": "public, max-age=300" },
  }));
};

export const handler = live(createHandler);
