import * as z from "zod";
import { readKey, readS3Location } from "../attachments/s3-urls.ts";
import { bareType, FileKind, type StoredFile } from "../domain/attachment.ts";
import { notFound, unprocessable, type Violation, violation } from "../domain/errors.ts";
import { WholeId } from "../domain/ids.ts";
import type { Caller } from "./caller.ts";
import { checkArrival } from "./check-arrival.ts";
import type { Bucket, FileStore } from "./file-ports.ts";
import { malformed } from "./outgoing-body.ts";
import { WholeNumber } from "./whole-number.ts";

export const RegisterBody = z
  .object({
    conversation_id: WholeId.optional(),
    organization_id: WholeId.optional(),
    file_name: z.string().optional(),
    file_type: z.string().optional(),
    file_size: WholeNumber.optional(),
    s3_key: z.string().max(2_048).optional(),
    s3_path: z.string().max(2_048).optional(),
    file_category: FileKind.optional(),
  })
  .refine(({ s3_key, s3_path }) => s3_key !== undefined || s3_path !== undefined, {
    path: ["s3_key"],
    error: "s3_key or s3_path must name the file",
  });
type Body = z.infer<typeof RegisterBody>;

export interface RegisterDeps {
  files: FileStore;
  bucket: Bucket;
}

/** Checks what arrived under a promised key. The row was made when the link was signed; this only updates it. */
export const registerFile =
  (deps: RegisterDeps) =>
  async (caller: Caller, body: unknown): Promise<StoredFile> => {
    const asked = RegisterBody.safeParse(body);
    if (!asked.success) throw malformed(asked.error);
    const file = await named(deps, caller, asked.data);
    const found = contradictions(asked.data, file, caller);
    if (found.length > 0) throw unprocessable(found);
    const checked = file.state === "signed" ? await checkArrival(deps, file) : file;
    if (checked.state !== "refused") return checked;
    throw unprocessable([violation("/s3_key", "file_refused", checked.refusal ?? "The file was refused.")]);
  };

/** Foreign, absent and outside the organization's prefix are one answer. */
const named = async (deps: RegisterDeps, caller: Caller, asked: Body): Promise<StoredFile> => {
  const location = asked.s3_path === undefined ? undefined : readS3Location(asked.s3_path, deps.bucket.name);
  const fromPath = location && "key" in location ? location.key : undefined;
  const text = asked.s3_key ?? fromPath;
  const key = text === undefined ? undefined : readKey(text);
  if (!key || key.organization_id !== caller.organization_id) throw notFound("file");
  if (asked.s3_path !== undefined && fromPath !== text) {
    throw unprocessable([violation("/s3_path", "contradiction", "It names another file than /s3_key.")]);
  }
  const file = await deps.files.get(caller.organization_id, key.file_id);
  if (file?.key !== text) throw notFound("file");
  return file!;
};

const contradictions = (asked: Body, file: StoredFile, caller: Caller): Violation[] => {
  const differs: [keyof Body, boolean][] = [
    [
      "conversation_id",
      asked.conversation_id !== undefined && asked.conversation_id !== file.conversation_id,
    ],
    [
      "organization_id",
      asked.organization_id !== undefined && asked.organization_id !== caller.organization_id,
    ],
    ["file_type", asked.file_type !== undefined && bareType(asked.file_type) !== bareType(file.type)],
    ["file_size", asked.file_size !== undefined && asked.file_size !== file.size],
  ];
  return differs.flatMap(([field, wrong]) =>
    wrong ? [violation(`/${field}`, "contradiction", "The upload was announced with another value.")] : [],
  );
};
