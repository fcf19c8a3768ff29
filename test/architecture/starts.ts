import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Packaged } from "./packaged.ts";
import { ofType } from "./template.ts";

/** Imports each bundle as Lambda would, with the environment of its function and nothing else. */
const PROGRAM = `
const own = { ...process.env };
const failures = [];
for (const { name, file, variables } of JSON.parse(process.argv[2])) {
  process.env = { ...own, ...variables, AWS_LAMBDA_FUNCTION_NAME: name };
  try {
    const { handler } = await import(file);
    if (typeof handler !== "function") failures.push(name + " has no handler");
  } catch (error) {
    failures.push(name + ": " + error.message);
  }
}
console.log(JSON.stringify(failures));
process.exit();
`;

/** What CloudFormation would put in place of a reference: something of the right shape. */
const filled = (name: string, value: unknown): string => {
  if (typeof value === "string") return value;
  if (name.startsWith("SOCKET_URL")) return "wss://abc.execute-api.eu-west-1.amazonaws.com/production";
  if (name === "QUEUE_URLS") return "https://abc.example.com/deliver-{channel}-production.fifo";
  return /_(?:URL|ENDPOINT)$/.test(name) ? "https://abc.example.com" : "something";
};

/** Why functions do not start with what the deployment gives them. */
export const failedStarts = async ({ folder, template, zips }: Packaged): Promise<string[]> => {
  const functions = ofType(template, "AWS::Lambda::Function").map(([, { Properties }]) => {
    const name = String(Properties.FunctionName);
    const key = name.replace(/-production$/, "");
    const given = (Properties.Environment as { Variables?: object } | undefined)?.Variables ?? {};
    const variables = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, filled(name, value)]),
    );
    // A module is what the handler's name says, with an extension that the runtime looks for.
    const module = `${String(Properties.Handler).replace(/\.handler$/, "")}.mjs`;
    const file = join(folder, `${key}.mjs`);
    writeFileSync(file, zips[key]?.[module] ?? `throw new Error("no ${module} in the zip")`);
    return { name, file, variables };
  });
  const program = join(folder, "start-all.mjs");
  writeFileSync(program, PROGRAM);
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(functions)], {
    env: { AWS_REGION: "eu-west-1" },
  });
  // A bundle may say something of its own while it loads; the verdict is the last line.
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as string[];
};
