import type { Account } from "../../domain/account.ts";
import type { MediaSource } from "../../domain/incoming.ts";
import { Unsendable } from "../../messaging/channel-ports.ts";
import { type MediaReader, NotFetched } from "../../messaging/fetch-ports.ts";
import { download, type Located } from "./download.ts";
import { addressRefused } from "./failures.ts";
import type { Guard } from "./guard.ts";

/** How each kind of provider is asked for a contact's file. */
export interface Ways {
  /** By the id that its webhook named. */
  byId(mediaId: string, account: Account): Promise<Located>;
  /** By the address that its webhook named. */
  byAddress(address: string, account: Account): Promise<Located>;
}

export const mediaReader =
  (ways: Ways, guard: Guard): MediaReader =>
  async ({ source, account }, signal) =>
    download(await located(ways, source, account), guard, signal);

const located = async (ways: Ways, source: MediaSource, account: Account): Promise<Located> => {
  try {
    return await ("media_id" in source
      ? ways.byId(source.media_id, account)
      : ways.byAddress(addressIn(source.url), account));
  } catch (error) {
    // An account without a token may be given one within the day.
    if (error instanceof Unsendable) throw new NotFetched(error.failure, { again: error.failure.retryable });
    throw error;
  }
};

const addressIn = (url: string): string => {
  if (URL.canParse(url)) return url;
  throw addressRefused();
};
