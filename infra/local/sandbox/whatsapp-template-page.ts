import { TEMPLATES } from "./whatsapp-template-list.ts";

/** Graph's page when nothing is asked for, and the most a caller may ask for. */
const PAGE = 25;
const PAGE_MAX = 100;

const cursorOf = (index: number): string => Buffer.from(String(index)).toString("base64url");

/** A page of the list: `limit`, `after`, and with `fields` only those, beside the id which Graph always adds. */
export function templatesPage(query: URLSearchParams, next: (after: string) => string): object {
  const limit = Math.min(Math.max(Number(query.get("limit") ?? PAGE) || PAGE, 1), PAGE_MAX);
  const after = query.get("after");
  const start = after === null ? 0 : Number(Buffer.from(after, "base64url").toString()) + 1 || 0;
  const fields = query.get("fields")?.split(",");
  const shown = TEMPLATES.slice(start, start + limit);
  const last = start + shown.length - 1;
  const more = last + 1 < TEMPLATES.length;
  const data = shown.map((one) =>
    Object.fromEntries(
      Object.entries(one).filter(([name]) => name === "id" || !fields || fields.includes(name)),
    ),
  );
  if (shown.length === 0) return { data };
  const cursors = { before: cursorOf(start), after: cursorOf(last) };
  return { data, paging: { cursors, ...(more && { next: next(cursors.after) }) } };
}
