import type { Sender } from "../../shared/messaging/channel-ports.ts";
import {
  type EndpointFor,
  type PageDeps,
  pageSender,
} from "../../shared/providers/meta-graph/page-sender.ts";
import { instagramErrors } from "./errors.ts";
import { asciiName } from "./file-name.ts";
import { flavourOf } from "./payload.ts";

export interface InstagramDeps extends PageDeps {
  /** graph.instagram.com with an Instagram user token, and graph.facebook.com with a Page token. */
  endpoint: Record<"login" | "page", EndpointFor>;
}

/** Sends as the account: `/{version}/{PAGE_ID}/messages` over its Page, else `/{version}/{IG_ID}/messages`. */
export const instagramSender = (deps: InstagramDeps): Sender =>
  pageSender(deps, {
    endpoint: (account) => deps.endpoint[flavourOf(account)](account),
    idOf: ({ provider_ids }) => provider_ids.page_id ?? provider_ids.instagram_id,
    errors: instagramErrors,
    fileName: asciiName,
  });
