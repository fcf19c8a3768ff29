import { FetchProblem, fetchMedia, isTruthful, sniff } from "./fetch.ts";

/** https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const TOTAL = 5 * 1024 * 1024;
const FILE_NAME = 20;
/** https://www.twilio.com/docs/api/errors/30019 */
const TOO_LARGE = 30019;
/** https://www.twilio.com/docs/api/errors/63019 */
const DOWNLOAD_FAILED = 63019;

class Unusable extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Fetches the media of an accepted message as Twilio does, HEAD and then GET each. Answers the error code of the
 * message when one of them cannot be sent.
 */
export async function fetchMessageMedia(
  urls: readonly string[],
  note: (line: string) => void,
): Promise<number | undefined> {
  let total = 0;
  try {
    for (const url of urls) total += await fetchOne(url, TOTAL - total);
    return undefined;
  } catch (error) {
    const known = error instanceof Unusable || error instanceof FetchProblem;
    if (!known) throw error;
    note(`media unusable: ${error.message}`);
    return error instanceof Unusable ? error.code : DOWNLOAD_FAILED;
  }
}

async function fetchOne(url: string, room: number): Promise<number> {
  const head = await fetchMedia(url, room, "HEAD");
  if (head.status !== 200) throw new Unusable(DOWNLOAD_FAILED, `HEAD answered ${head.status}`);
  if ((head.length ?? 0) > room) throw new Unusable(TOO_LARGE, "more than 5 MB in all");
  const got = await fetchMedia(url, room);
  if (got.status !== 200) throw new Unusable(DOWNLOAD_FAILED, `GET answered ${got.status}`);
  if (Math.max(got.length ?? 0, got.bytes.length) > room)
    throw new Unusable(TOO_LARGE, "more than 5 MB in all");
  if (head.contentType === "") throw new Unusable(DOWNLOAD_FAILED, "HEAD named no Content-Type");
  if (got.contentType !== head.contentType) {
    throw new Unusable(
      DOWNLOAD_FAILED,
      `HEAD said ${head.contentType}, GET said ${got.contentType || "nothing"}`,
    );
  }
  const found = await sniff(got.bytes);
  if (!isTruthful(got.contentType, found)) {
    throw new Unusable(DOWNLOAD_FAILED, `${got.contentType} is really ${found}`);
  }
  const name = got.fileName;
  if (name !== undefined && (name.length > FILE_NAME || name.includes(" "))) {
    throw new Unusable(DOWNLOAD_FAILED, `a file name may have ${FILE_NAME} characters and no spaces`);
  }
  return got.bytes.length;
}
