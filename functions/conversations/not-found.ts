// $default: what no route matches.
import { Refusal } from "../../shared/domain/errors.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";

export const createHandler = () =>
  httpHandler(async ({ method, path }) => {
    throw new Refusal(404, `There is no ${method} ${path}.`);
  });

export const handler = live(createHandler);
