import { type Violation, violation } from "../domain/errors.ts";
import { ORGANIZATION } from "../domain/ids.ts";
import type { Caller } from "./caller.ts";
import type { Member } from "./directory-ports.ts";
import type { Reader } from "./message-ports.ts";
import type { OutgoingRequest } from "./outgoing-body.ts";

/** A longer id is nobody's, and more than a key of the table holds. */
const MAX_ID = 256;

export interface NamedMembers {
  /** The caller, writing as whom the request says. */
  caller: Caller;
  violations: Violation[];
}

/** Looks up the members that a request names: its author, and whom its note calls. */
export const namedMembers = async (
  reader: Pick<Reader, "readMembers">,
  caller: Caller,
  { author_id, pages = [] }: Pick<OutgoingRequest, "author_id" | "pages">,
): Promise<NamedMembers> => {
  const named = [...(author_id === undefined || author_id === ORGANIZATION ? [] : [author_id]), ...pages];
  const known = await membersBy(reader, caller, named);
  const author = author_id === undefined ? caller.author : authorOf(caller, author_id, known.get(author_id));
  const violations = [
    ...(author ? [] : [unknown("/author_id", author_id)]),
    ...pages.flatMap((id, index) => (known.has(id) ? [] : [unknown(`/pages/${index}`, id)])),
  ];
  return { caller: { ...caller, author: author ?? caller.author }, violations };
};

const membersBy = async (
  reader: Pick<Reader, "readMembers">,
  { organization_id }: Caller,
  named: string[],
): Promise<Map<string, Member>> => {
  const ids = [...new Set(named)].filter((id) => id.length <= MAX_ID);
  const found = ids.length === 0 ? [] : await reader.readMembers(organization_id, ids);
  return new Map(found.flatMap((member) => (member ? [[member.id, member] as const] : [])));
};

/** What a person says for a team or for the organization is not a person's word; nor is anything that a bot says. */
const authorOf = (
  { author }: Caller,
  id: string,
  member: Member | undefined,
): Caller["author"] | undefined => {
  if (id === ORGANIZATION) return { kind: "bot", member_id: id };
  if (!member) return undefined;
  return { kind: member.kind === "teammate" ? author.kind : "bot", member_id: id };
};

const unknown = (path: string, id = ""): Violation =>
  violation(path, "unknown_member", `${JSON.stringify(id.slice(0, 64))} is no member of the organization.`);
