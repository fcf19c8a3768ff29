import { randomBytes } from "node:crypto";
import * as z from "zod";
import { Account } from "../../shared/domain/account.ts";
import { Channel, namesOn, TRAITS } from "../../shared/domain/channel.ts";
import { createIds, ORGANIZATION, WholeId } from "../../shared/domain/ids.ts";
import { hashKey } from "../../shared/messaging/caller.ts";
import type { AccountConflict, Directory } from "../../shared/messaging/directory-ports.ts";
import { deadLetters } from "./dead-letters.ts";
import { type Command, read, UsageError } from "./options.ts";

const text = { type: "string" } as const;
const Name = z.string().min(1).max(200);
const Id = z.string().regex(/^[0-9a-z]{1,64}$/, "letters a-z and digits only");
const ids = createIds();
const shortId = () => randomBytes(8).toString("hex");

const organization: Command = async ({ directory, now }, args) => {
  const { name } = read(args, { name: text }, z.object({ name: Name }));
  const made = { id: ids.whole(now()), name };
  if (!(await directory.addOrganization(made))) throw new Error("That id is taken; try again.");
  const self = { id: ORGANIZATION, organization_id: made.id, kind: "organization" as const, name };
  await directory.addMember(self);
  return made;
};

const member: Command = async ({ directory }, args) => {
  const options = { organization: text, name: text, kind: text, id: text };
  const Options = z.object({
    organization: WholeId,
    name: Name,
    kind: z.enum(["teammate", "team", "organization"]).default("teammate"),
    id: Id.default(shortId),
  });
  const { organization: organization_id, name, kind, id } = read(args, options, Options);
  await existing(directory, organization_id);
  const made = { id, organization_id, kind, name };
  if (!(await directory.addMember(made))) throw new Error(`The member ${id} exists already.`);
  return made;
};

/** The key is printed here and nowhere else; only its hash is kept. */
const key: Command = async ({ directory }, args) => {
  const options = { organization: text, member: text, bot: { type: "boolean" } } as const;
  const Options = z.object({ organization: WholeId, member: z.string(), bot: z.boolean().default(false) });
  const { organization: organization_id, member: member_id, bot } = read(args, options, Options);
  if (!(await directory.member(organization_id, member_id))) {
    throw new Error(`Organization ${organization_id} has no member ${member_id}.`);
  }
  const made = `og_${randomBytes(24).toString("base64url")}`;
  const kind = bot ? "bot" : "person";
  await directory.addKey(hashKey(made), { organization_id, member_id, kind });
  return { key: made, organization_id, member_id, kind };
};

const account: Command = async ({ directory }, args) => {
  const options = {
    organization: text,
    channel: text,
    id: text,
    address: text,
    "provider-id": { type: "string", multiple: true },
    secret: text,
    "human-agent": text,
    "ad-window-days": text,
    rate: text,
  } as const;
  const Options = z.object({
    organization: WholeId,
    channel: Channel,
    id: Id.default(shortId),
    address: z.string().default(""),
    "provider-id": z.array(z.string().regex(/^[a-z_]+=.+$/, "write NAME=VALUE")).default([]),
    secret: z.string().min(1).optional(),
    "human-agent": Account.shape.human_agent,
    "ad-window-days": z.coerce.number().pipe(Account.shape.ad_window_days.unwrap()).default(1),
    rate: z.coerce.number().pipe(Account.shape.rate.unwrap()).optional(),
  });
  const given = read(args, options, Options);
  await existing(directory, given.organization);
  const provider_ids = providerIds(given.channel, given["provider-id"]);
  const made = Account.parse({
    id: given.id,
    organization_id: given.organization,
    channel: given.channel,
    provider: TRAITS[given.channel].provider,
    address: given.address,
    provider_ids,
    secret: given.secret,
    human_agent: given["human-agent"],
    ad_window_days: given["ad-window-days"],
    rate: given.rate,
  });
  const conflict = await directory.putAccount(made);
  if (!conflict) return made;
  throw new Error(CONFLICTS[conflict](made));
};

const CONFLICTS: Record<AccountConflict, (account: Account) => string> = {
  id_taken: ({ id }) => `The account id ${id} is taken; choose another, or leave --id out.`,
  other_channel: ({ id }) => `Account ${id} is on another channel; an account never changes its channel.`,
  provider_id_taken: ({ channel }) =>
    `Another account has the ${namesOn(channel).join(" or the ")} given here.`,
};

/** The id that webhooks name the account by must be there; an inbox of ours gets one that cannot be guessed. */
const providerIds = (channel: Channel, pairs: string[]): Record<string, string> => {
  const given = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  const { named_by, provider } = TRAITS[channel];
  if (given[named_by] !== undefined) return given;
  if (provider === "outgoing") return { ...given, [named_by]: randomBytes(18).toString("base64url") };
  throw new UsageError(`--provider-id ${named_by}=… is needed on ${channel}.`);
};

const existing = async (directory: Directory, id: number): Promise<void> => {
  if (!(await directory.member(id, "organization"))) throw new Error(`There is no organization ${id}.`);
};

export const COMMANDS: Record<string, Command> = {
  organization,
  member,
  key,
  account,
  "dead-letters": deadLetters,
};
