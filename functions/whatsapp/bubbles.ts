import type { Media } from "../../shared/domain/attachment.ts";
import type { SentContact, SentLocation } from "../../shared/domain/rich.ts";
import type { Template } from "./template.ts";

/** One bubble before it knows its place in the message: what is said, free of WhatsApp's spelling. */
export type Bubble =
  | { kind: "text"; text: string }
  | { kind: "media"; media: Media; caption: string | undefined }
  | { kind: "template"; template: Template }
  | { kind: "location"; location: SentLocation }
  | { kind: "contacts"; contacts: SentContact[] }
  | { kind: "reaction"; emoji: string; messageId: string };
