import { fileTypeFromBuffer } from "file-type";

export type Fetched = {
  url: string;
  status: number;
  /** Without parameters, in lowercase; empty when the server named none. */
  contentType: string;
  /** Declared in the headers; undefined when they do not say. */
  length: number | undefined;
  fileName: string | undefined;
  /** Empty for HEAD. Never more than one byte over the limit asked for. */
  bytes: Buffer;
};

/** Why a URL could not be fetched at all. */
export class FetchProblem extends Error {}

const REDIRECTS = 3;
export const FETCH_TIMEOUT_MS = 5000;

/**
 * Fetches as a provider fetches media: at most 3 redirects and 5 s in all, giving up as soon as more than
 * `limit` bytes are announced or have come.
 */
export async function fetchMedia(
  url: string,
  limit: number,
  method: "GET" | "HEAD" = "GET",
): Promise<Fetched> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  try {
    let at = url;
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const response = await fetch(at, { method, redirect: "manual", signal });
      const next = response.status >= 300 && response.status < 400 && response.headers.get("location");
      if (!next) return await read(at, response, limit);
      await response.body?.cancel();
      at = new URL(next, at).href;
      if (!/^https?:/.test(at)) throw new FetchProblem("the redirect leads away from http");
    }
  } catch (error) {
    if (error instanceof FetchProblem) throw error;
    const late = signal.aborted;
    throw new FetchProblem(late ? `no answer within ${FETCH_TIMEOUT_MS} ms` : "the host did not answer");
  }
  throw new FetchProblem(`more than ${REDIRECTS} redirects`);
}

async function read(url: string, response: Response, limit: number): Promise<Fetched> {
  const { headers, status } = response;
  const declared = headers.get("content-length");
  const length = declared === null ? undefined : Number(declared);
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (length === undefined || length <= limit) {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) break;
    }
  } else {
    await response.body?.cancel();
  }
  const contentType = baseType(headers.get("content-type") ?? "");
  const fileName = fileNameOf(headers.get("content-disposition"));
  return { url, status, contentType, length, fileName, bytes: Buffer.concat(chunks) };
}

export const baseType = (contentType: string): string =>
  (contentType.split(";")[0] ?? "").trim().toLowerCase();

/** The name in a Content-Disposition header, `filename*` first. */
function fileNameOf(disposition: string | null): string | undefined {
  if (disposition === null) return undefined;
  const extended = /filename\*=(?:utf-8|iso-8859-1)''([^;]+)/i.exec(disposition)?.[1];
  if (extended) return decode(extended);
  const plain = /filename=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  return plain ? (plain[1] ?? plain[2]) : undefined;
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The MIME type the first bytes give away; undefined when they say nothing. */
export async function sniff(bytes: Uint8Array): Promise<string | undefined> {
  return (await fileTypeFromBuffer(bytes.subarray(0, 8192)))?.mime;
}

const family = (type: string): string => type.slice(0, type.indexOf("/"));

/** False when the bytes are plainly something else than claimed. Audio and video share their containers. */
export function isTruthful(claimed: string, found: string | undefined): boolean {
  if (found === undefined || baseType(found) === claimed) return true;
  const real = family(found);
  if (["audio", "video"].includes(real)) return ["audio", "video"].includes(family(claimed));
  if (real === "image") return claimed === "image/jpg" && found === "image/jpeg";
  return !["image", "audio", "video"].includes(family(claimed));
}
