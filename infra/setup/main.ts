import { spawnSync } from "node:child_process";
import { items } from "#backend";
import { CHANNELS } from "../../shared/domain/channel.ts";
import { deadLetterStore } from "../../shared/store/dead-letters.ts";
import { directory } from "../../shared/store/directory.ts";
import { COMMANDS } from "./commands.ts";
import { type SetupDeps, UsageError } from "./options.ts";

const USAGE = `npm run setup -- COMMAND [options]

  organization --name NAME
  member       --organization ID --name NAME [--kind teammate|team|organization]
  key          --organization ID --member ID [--bot]
  account      --organization ID --channel ${CHANNELS.join("|")}
               [--id ID] [--address TEXT] [--provider-id NAME=VALUE]... [--secret NAME]
               [--human-agent none|granted|auto] [--ad-window-days 1-7] [--rate MESSAGES_A_SECOND]
  dead-letters --organization ID | --channel CHANNEL [--since ISO] [--with-bodies]

On one machine it works on DATA_DIR (default ./.data) while the server is stopped; with TABLE_NAME set, on AWS.
On whatsapp, --provider-id waba_id=ID beside phone_number_id=ID has templates checked before they are accepted.
--secret names the environment variable (on AWS: the SSM parameter) that holds the account's provider token.
dead-letters lists the jobs of 30 days that no worker brought to an end, and how each message is resent; those that
did not tell their organization are listed by their channel. A body holds what people wrote.
`;

/** The backend is chosen by the import condition, so AWS means this file once more under that condition. */
const onAws = process.env.TABLE_NAME !== undefined;
const hasCondition = process.execArgv.includes("--conditions=lambda");

const main = async (): Promise<number> => {
  if (onAws && !hasCondition) {
    const args = ["--conditions=lambda", import.meta.filename, ...process.argv.slice(2)];
    return spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
  }
  const [name = "", ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) throw new UsageError(name === "" ? "Name a command." : `There is no command ${name}.`);
  const deps: SetupDeps = {
    directory: directory(items()),
    letters: deadLetterStore(items()),
    now: () => new Date(),
  };
  const made = await command(deps, args);
  process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  return 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const usage = error instanceof UsageError ? `\n\n${USAGE}` : "\n";
    process.stderr.write(`setup: ${error instanceof Error ? error.message : String(error)}${usage}`);
    process.exit(1);
  },
);
