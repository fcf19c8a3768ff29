import { openApiOf } from "../../shared/lambda/openapi.ts";
import { operations, tags } from "../operations.ts";
import { INFO } from "./info.ts";

/** The OpenAPI document of every endpoint. */
export const referenceDocument = (): Record<string, unknown> => openApiOf(INFO, operations, tags);
