import { safeName } from "../attachments/file-names.ts";
import { bareType, type FileKind, MIME } from "../domain/attachment.ts";
import type { IncomingAttachment } from "../domain/incoming.ts";
import { notTheFile, refusedFile } from "./fetch-limits.ts";
import { type Brought, NotFetched } from "./fetch-ports.ts";
import { contradiction, magicOf, SAMPLE } from "./magic.ts";

const BYTES = "application/octet-stream";

/**
 * What a contact's file is called and what it is: by its message, else by its provider, else by its first bytes, which
 * must agree with either.
 * @throws {NotFetched} when it is not what was announced.
 */
export const describeIncoming = async (
  attachment: IncomingAttachment,
  brought: Pick<Brought, "type" | "name" | "start">,
): Promise<{ name: string; type: string }> => {
  const start = await brought.start(SAMPLE);
  const magic = await magicOf(start);
  const announced = typed(attachment.file_type);
  const type = announced ?? typed(brought.type) ?? magic ?? BYTES;
  const name = nameOf([attachment.file_name, brought.name], attachment.kind, type);
  if (!isOfKind(attachment.kind, type)) throw new NotFetched(notTheFile, { again: true });
  if (magic === "text/html" && !isPage(announced, name)) throw new NotFetched(notTheFile, { again: true });
  const against = await contradiction(type, start);
  if (against !== undefined && isExcuse(brought.type)) throw new NotFetched(notTheFile, { again: true });
  if (against !== undefined) throw new NotFetched(refusedFile(against), { again: false });
  return { name, type };
};

/** What servers say they are sorry in. */
const isExcuse = (type = ""): boolean =>
  /^(?:text\/(?:html|plain|xml)|application\/(?:\w+\+)?(?:json|xml))$/.test(bareType(type));

/** A type that can travel in headers and says something. */
const typed = (type: string | undefined): string | undefined =>
  type !== undefined && type.length <= 255 && MIME.test(type) && bareType(type) !== BYTES ? type : undefined;

/** Sound and moving pictures share their containers. */
const isOfKind = (kind: FileKind, type: string): boolean => {
  const [family] = bareType(type).split("/", 1);
  if (kind === "file") return true;
  if (kind === "image") return family === "image";
  return family === "audio" || family === "video" || bareType(type) === "application/ogg";
};

/** A web page that somebody sent, rather than one that a server shows in place of the file. */
const isPage = (announced: string | undefined, name: string): boolean =>
  bareType(announced ?? "") === "text/html" || /\.x?html?$/i.test(name);

/** What a program writes where it has no name. */
const NO_NAME = /^(?:null|undefined)?(?:\.[a-z0-9]{1,10})?$/i;

const nameOf = (names: (string | undefined)[], kind: FileKind, type: string): string =>
  safeName(names.find((name) => name !== undefined && !NO_NAME.test(name.trim())) ?? kind, type);
