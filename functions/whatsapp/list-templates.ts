import * as z from "zod";
import type { Account } from "../../shared/domain/account.ts";
import { answerJson } from "../../shared/providers/answer-json.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import type { Answer, Lines, Request } from "../../shared/providers/lines.ts";
import { readable } from "../../shared/providers/tolerant.ts";
import { LISTING } from "./limits.ts";
import { ListedTemplate } from "./template-shape.ts";

export interface ListDeps {
  lines: Lines;
  endpoint: (account: Account) => Promise<Endpoint>;
  /** `v25.0`. */
  graphVersion: string;
  /** Milliseconds for all pages; `LISTING.timeMs` unless told. */
  timeMs?: number;
}

export interface Listed {
  templates: ListedTemplate[];
  /** False: pages are missing, or something in them could not be read. */
  complete: boolean;
}

const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({
      cursors: z.object({ after: z.string().min(1).max(1_000) }).optional(),
      next: z.string().optional(),
    })
    .optional(),
});
type Page = z.infer<typeof Page>;

const GraphError = z.object({ error: z.object({ code: z.int() }) });

/**
 * `GET /{WABA_ID}/message_templates`, page after page, in a few seconds at most. Throws when not even the first page
 * comes. Pages are asked for by their cursor: `next` is an address, and the token goes to no address but our own.
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates/
 */
export const listTemplates =
  (deps: ListDeps) =>
  async (account: Account, wabaId: string): Promise<Listed> => {
    const until = Date.now() + (deps.timeMs ?? LISTING.timeMs);
    const { origin, token } = await deps.endpoint(account);
    const base = new URL(`/${deps.graphVersion}/${encodeURIComponent(wabaId)}/message_templates`, origin);
    const ask = (after: string | undefined) => pageOf(deps.lines, requestFor(base, token, after), until);
    const pages = [await ask(undefined)];
    const cursors = new Set<string>();
    for (let after = nextOf(pages[0]!); after !== undefined; after = nextOf(pages.at(-1)!)) {
      const page =
        cursors.has(after) || pages.length >= LISTING.pages
          ? undefined
          : await ask(after).catch(() => undefined);
      if (!page) return listedIn(pages, false);
      cursors.add(after);
      pages.push(page);
    }
    return listedIn(pages, true);
  };

const listedIn = (pages: Page[], complete: boolean): Listed => {
  const given = pages.flatMap(({ data }) => data);
  const templates = readable(ListedTemplate, given);
  return { templates, complete: complete && templates.length === given.length };
};

/** The last page has cursors too, but no address of a next one. */
const nextOf = ({ paging }: Page): string | undefined => (paging?.next ? paging.cursors?.after : undefined);

const FIELDS = "name,language,status,parameter_format,components";

const requestFor = (base: URL, token: string, after: string | undefined): Request => {
  const url = new URL(base);
  url.searchParams.set("fields", FIELDS);
  url.searchParams.set("limit", String(LISTING.pageSize));
  if (after !== undefined) url.searchParams.set("after", after);
  return { url, method: "GET", headers: { authorization: `Bearer ${token}` }, body: "" };
};

const pageOf = async (lines: Lines, request: Request, until: number): Promise<Page> => {
  const answer = await exchange(lines, request, until);
  const page = answer.status === 200 ? Page.safeParse(answerJson(answer.body)).data : undefined;
  if (page) return page;
  const code = GraphError.safeParse(answerJson(answer.body)).data?.error.code;
  throw new Error(`The provider answered ${answer.status}${code === undefined ? "" : ` with code ${code}`}`);
};

/** Waiting for a free connection counts too. */
const exchange = async (lines: Lines, request: Request, until: number): Promise<Answer> => {
  const taking = lines.take(request);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("there was no connection in time")), until - Date.now());
  });
  const line = await Promise.race([taking, late])
    .catch((error: unknown) => {
      taking.then((one) => one.release()).catch(() => {});
      throw error;
    })
    .finally(() => clearTimeout(timer));
  return line.exchange(Math.max(until - Date.now(), 1));
};
