import * as z from "zod";
import { EventAnswer } from "../../shared/lambda/answers.ts";
import type { Operations } from "../../shared/lambda/operation.ts";

const Events = z
  .object({ data: z.array(EventAnswer), limit: z.int(), next_after_seq: z.int() })
  .meta({ id: "Events" });

export const operations: Operations = {
  "GET /events": {
    tag: "Events",
    summary: "Read what happened, oldest first",
    query: {
      after_seq: { schema: z.int().min(0).default(0), description: "The last one already known." },
      limit: { schema: z.int().min(1).max(100).default(25), description: "Events of a page." },
    },
    answers: { 200: Events },
  },
};
