import type { CardContent } from "../../shared/domain/message.ts";
import { hasWords } from "./draft.ts";

export const cardText = ({ title, subtitle }: CardContent): string =>
  hasWords(subtitle) ? `${title}\n${subtitle}` : title;
