import type { Operations } from "../../shared/lambda/operation.ts";

export const operations: Operations = {
  "GET /openapi.json": {
    tag: "Reference",
    summary: "This document",
    proof: "public",
    answers: { 200: "The OpenAPI 3.1 document.", 404: "Not found." },
  },
  "GET /docs": {
    tag: "Reference",
    summary: "This reference as a page",
    proof: "public",
    answers: { 200: "A page.", 404: "Not found." },
  },
  "GET /docs/{asset}": {
    tag: "Reference",
    summary: "What the page is made of",
    proof: "public",
    params: { asset: "A file of the page." },
    answers: { 200: "A script or a style sheet.", 404: "No such file." },
  },
};
