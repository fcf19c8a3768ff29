import type { Account } from "../../shared/domain/account.ts";
import {
  type PayloadBuilder,
  replyTo,
  sendApiPayload,
} from "../../shared/providers/meta-graph/page-payload.ts";

/**
 * The two ways to an Instagram account: over the Facebook Page it is linked to, or by Instagram Login, without a
 * Page. An account that names a Page goes over the Page.
 */
export const flavourOf = (account: Account): "page" | "login" =>
  account.provider_ids.page_id === undefined ? "login" : "page";

/**
 * Instagram Login documents `recipient`, `message` and `reply_to` and nothing else: no `messaging_type`, no
 * `metadata`, no `is_reusable`. After the reply window Meta's own sample has `tag` beside them, alone.
 * Sources: developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
 * (2026-09-11); github.com/fbsamples/messenger-platform-samples, postman/instagram-platform-api.postman_collection.json
 */
const loginPayload: PayloadBuilder = (message, index, content, to) => ({
  recipient: { id: to.contact.address },
  ...(content.tag !== undefined && { tag: content.tag }),
  ...replyTo(index, content),
  message,
});

export const instagramPayload: PayloadBuilder = (message, index, content, to) =>
  (flavourOf(to.account) === "login" ? loginPayload : sendApiPayload)(message, index, content, to);
