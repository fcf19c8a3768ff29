import { expect } from "vitest";
import { whatsapp } from "../../../functions/whatsapp/channel.ts";
import type { Content } from "../../../shared/domain/message.ts";
import type { Transformed } from "../../../shared/messaging/channel-ports.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { to } from "./fixtures.ts";
import { refusalOf } from "./strict.ts";

/** What leaves for this content, every part of which the strict sandbox takes. */
export const sent = (given: Partial<Told> & Pick<Content, "type">): Transformed => {
  const transformed = whatsapp.transform(contentOf({ media: [], ...given }), to());
  expect(transformed.parts.map(refusalOf)).toEqual(transformed.parts.map(() => undefined));
  return transformed;
};

/** The object of each part that its type names, beside that type. */
export const said = ({ parts }: Transformed): unknown[][] =>
  parts.map(({ payload }) => [payload.type, payload[String(payload.type)]]);

export const codes = ({ adaptations }: Transformed): string[][] =>
  adaptations.map(({ code, path }) => [code, path]);
