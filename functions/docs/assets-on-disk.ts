import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

export type AssetName = "swagger-ui.css" | "swagger-ui-bundle.js";

const require = createRequire(import.meta.url);

/** A file of Swagger UI, as it was installed. */
export const asset = (name: AssetName): Promise<string> =>
  readFile(require.resolve(`swagger-ui-dist/${name}`), "utf8");
