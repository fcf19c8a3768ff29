// POST /conversation-messages-preview: what one body would become on every channel.
import { items, settings } from "#backend";
import { type PreviewParts, previewDeps } from "../../shared/lambda/compose.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { previewEverywhere } from "../../shared/messaging/preview-everywhere.ts";
import { strangersFirst } from "../../shared/messaging/strangers-first.ts";
import { channels } from "../channels.ts";

export const createHandler = (parts: PreviewParts) => {
  const deps = previewDeps(parts);
  const preview = previewEverywhere(deps, channels);
  return httpHandler(async (request) => {
    const proof = request.proof();
    const body = await strangersFirst(deps.reader, proof, () => request.json());
    return { status: 200, body: await preview(proof, body) };
  });
};

export const handler = live(() => createHandler({ items: items(), settings: settings() }));
