import style from "swagger-ui-dist/swagger-ui.css" with { type: "text" };
import script from "swagger-ui-dist/swagger-ui-bundle.js" with { type: "text" };
import type { AssetName } from "./assets-on-disk.ts";

/** The same from the bundle, where nothing is installed (package.json, imports). */
export const asset = async (name: AssetName): Promise<string> => (name === "swagger-ui.css" ? style : script);
