import type { Media } from "../../shared/domain/attachment.ts";
import type { Choice, SentContact, SentLocation } from "../../shared/domain/rich.ts";
import type { Template } from "./template.ts";

/** One bubble before it knows its place in the message: what is said, free of WhatsApp's spelling. */
export type Bubble =
  | { kind: "text"; text: string }
  | { kind: "media"; media: Media; caption: string | undefined }
  | { kind: "template"; template: Template }
  | { kind: "location"; location: SentLocation }
  | { kind: "contacts"; contacts: SentContact[] }
  | { kind: "reaction"; emoji: string; messageId: string }
  | Interactive;

/** What can be tapped, under a text. */
export type Interactive =
  | { kind: "buttons"; body: string; image?: Media | undefined; replies: Choice[] }
  | { kind: "link"; body: string; image?: Media | undefined; link: Link }
  | { kind: "list"; body: string; list: Rows }
  | { kind: "carousel"; body: string; cards: CarouselCard[] };

export interface CarouselCard {
  image: Media;
  body: string;
  /** One link, or answers. */
  taps: Link | Choice[];
}

export interface Link {
  title: string;
  url: string;
}

export interface Rows {
  header?: string;
  footer?: string;
  /** What opens the list. */
  button: string;
  sections: { title?: string; rows: (Choice & { description?: string })[] }[];
}
