import * as z from "zod";
import { Adaptation } from "../domain/message.ts";
import { WindowAnswer } from "./answers.ts";
import { PartAnswer } from "./message-answers.ts";

/** What every other product's answer carries beside its own fields (`outgoingIn`). */
export const OutgoingAnswer = z
  .object({
    id: z.string(),
    status: z.string(),
    parts: z.array(PartAnswer),
    adaptations: z.array(Adaptation),
    window: WindowAnswer.nullable(),
    retry_after: z.int().optional(),
  })
  .meta({ id: "Outgoing" });
