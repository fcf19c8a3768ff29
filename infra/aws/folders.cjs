// CommonJS, because osls loads nothing else.
const { existsSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const functions = join(__dirname, "..", "..", "functions");

/** Every folder's file of that name, as references that osls then reads with its own variables and tags. */
const every = (name) =>
  readdirSync(functions)
    .filter((folder) => existsSync(join(functions, folder, name)))
    .sort()
    .map((folder) => `\${file(functions/${folder}/${name})}`);

const COMMON = ["tables", "buckets", "policies", "roles", "alarms", "outputs"];

module.exports = {
  functions: () => every("functions.yml"),
  resources: () => [...COMMON.map((name) => `\${file(infra/aws/${name}.yml)}`), ...every("resources.yml")],
};
