import type { IncomingMessage } from "node:http";
import type { ContactFile } from "./contact-files.ts";
import { cdnLink, isValidLink } from "./contact-links.ts";
import type { Answer } from "./errors.ts";
import type { Target } from "./http.ts";
import type { State } from "./state.ts";
import { isTwilioCaller } from "./twilio.ts";
import { twilioError } from "./twilio-errors.ts";

const page = (status: number, text: string): Answer => ({
  status,
  body: `<!DOCTYPE html><html><body>${text}</body></html>`,
});

/** The bytes, or the next of the answers that were asked for instead. */
function bytesOf(file: ContactFile): Answer {
  const instead = file.answers.shift();
  if (instead !== undefined) return page(instead, "Sorry, something went wrong.");
  const named = file.name && `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
  const headers = { "content-type": file.type, ...(named && { "content-disposition": named }) };
  return { status: 200, body: file.bytes, headers };
}

/** WhatsApp's bytes want the token once more: `/whatsapp_business/attachments/?mid=…`. */
export function lookaside(req: IncomingMessage, { query }: Target, state: State): Answer {
  if (req.headers.authorization !== `Bearer ${state.options.token}`) return page(401, "Not authorized");
  const id = query.get("mid") ?? "";
  const ext = query.get("ext") ?? "";
  const file = state.files.get(id);
  const isValid = isValidLink(state, id, ext, query.get("hash") ?? "", Number(ext));
  return file && isValid ? bytesOf(file) : page(404, "Not found");
}

/** The open links of Messenger and Instagram, and those that Twilio redirects to: `/cdn/{id}/{name}`. */
export function cdn({ segments, query }: Target, state: State): Answer {
  const [, id = ""] = segments;
  const oe = query.get("oe") ?? "";
  const file = state.files.get(id);
  if (!isValidLink(state, id, oe, query.get("oh") ?? "", Number.parseInt(oe, 16)))
    return page(403, "URL signature expired");
  return file ? bytesOf(file) : page(404, "Not found");
}

/** `GET …/Messages/{MessageSid}/Media/{Sid}`: https://www.twilio.com/docs/messaging/api/media-resource */
export function twilioMedia(req: IncomingMessage, { path, segments }: Target, state: State): Answer {
  const [, , account = "", , , , id = ""] = segments;
  const { twilioAuthToken, token } = state.options;
  const known = [twilioAuthToken, token].some((one) =>
    isTwilioCaller(req.headers.authorization, account, one),
  );
  if (!known) return twilioError(20003);
  const file = state.files.get(id, account);
  if (!file) return twilioError(20404, path);
  return { status: 307, body: {}, headers: { location: cdnLink(file, state) } };
}
