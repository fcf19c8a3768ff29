import type { Sender } from "../../shared/messaging/channel-ports.ts";
import {
  type EndpointFor,
  type PageDeps,
  pageSender,
} from "../../shared/providers/meta-graph/page-sender.ts";
import { messengerErrors } from "./errors.ts";

export interface MessengerDeps extends PageDeps {
  /** Where the Page's calls go, and its Page access token. */
  endpoint: EndpointFor;
}

/** Sends on behalf of the account's Page: `POST /{version}/{PAGE_ID}/messages`. */
export const messengerSender = (deps: MessengerDeps): Sender =>
  pageSender(deps, {
    endpoint: deps.endpoint,
    idOf: (account) => account.provider_ids.page_id,
    errors: messengerErrors,
  });
