import * as z from "zod";
import { MESSAGE_ID } from "../domain/ids.ts";
import { Job, OutgoingMessage } from "../domain/message.ts";

/** A job, or what keeps it from being one: where, and what kind of mistake, never the value itself. */
export const readJob = (body: string): { job: Job } | { unreadable: string } => {
  const json = readJson(body);
  if (json === undefined) return { unreadable: "not JSON" };
  const parsed = Job.safeParse(json);
  if (parsed.success) return { job: parsed.data };
  const wrong = parsed.error.issues.map(({ path, code }) => `${path.join(".")}: ${code}`);
  return { unreadable: wrong.join(", ").slice(0, 300) };
};

const Id = z.int().positive();
/** The least that names a message, whatever else an older or newer version wrote. */
const Named = z.object({
  message: z.object({ id: z.string().regex(MESSAGE_ID), organization_id: Id, conversation_id: Id }),
});

/** Which message a job is about, if it says so; and the message itself, if at least that can be read. */
export interface About {
  organization_id: number;
  conversation_id: number;
  message_id: string;
  message?: OutgoingMessage;
}

export const aboutOf = (body: string): About | undefined => {
  const json = readJson(body);
  const named = Named.safeParse(json);
  if (!named.success) return undefined;
  const { id: message_id, organization_id, conversation_id } = named.data.message;
  const { data: message } = OutgoingMessage.safeParse((json as { message: unknown }).message);
  return { organization_id, conversation_id, message_id, ...(message && { message }) };
};

const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
