import * as z from "zod";
import { checkJson } from "../../shared/lambda/json.ts";
import type { HttpRequest } from "../../shared/lambda/request.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import type { Upload } from "../../shared/messaging/visitor-files.ts";
import { EchoId, VisitorText } from "../../shared/messaging/visitor-words.ts";
import { isForm, readForm } from "./form.ts";

/** Clients send null or blanks for what they leave out. */
const absent = (value: unknown) =>
  value === null || (typeof value === "string" && value.trim() === "") ? undefined : value;

const File = z.object(
  { name: z.string(), type: z.string(), bytes: z.instanceof(Uint8Array) },
  { error: "must be files of a form" },
);

const Body = z.object({
  content: z.preprocess(absent, VisitorText.optional()),
  echo_id: z.preprocess(absent, z.union([EchoId, z.int().transform(String)]).optional()),
  attachments: z.preprocess(absent, z.array(File).default([])),
});

export interface MessageBody {
  content: string | undefined;
  echo_id: string | undefined;
  uploads: Upload[];
}

/** A message's fields from JSON or from a form, which alone carries files. */
export const messageBody = async (request: HttpRequest): Promise<MessageBody> => {
  const type = request.header("content-type") ?? "";
  const body = Body.safeParse(isForm(type) ? await formFields(request.raw(), type) : request.json());
  if (!body.success) throw malformed(body.error);
  const { content, echo_id, attachments } = body.data;
  return { content, echo_id, uploads: attachments };
};

/** As Rails writes the name of a list's field, numbered ones included. */
const ATTACHMENTS = /^attachments(\[\d*\])?$/;

const formFields = async (raw: Buffer, type: string): Promise<unknown> => {
  const form = await readForm(raw, type);
  const last = (field: string) => form.findLast(([name]) => name === field)?.[1];
  const texts = { content: last("content"), echo_id: last("echo_id") };
  checkJson(Object.fromEntries(Object.entries(texts).filter(([, value]) => typeof value === "string")));
  const attachments = form.flatMap(([name, value]) => (ATTACHMENTS.test(name) ? [value] : []));
  return { ...texts, attachments: attachments.filter((one) => !isUnused(one)) };
};

/** What a browser sends for a file input in which nothing was chosen. */
const isUnused = (value: string | Upload): boolean =>
  typeof value === "string" ? value === "" : value.name === "" && value.bytes.byteLength === 0;
