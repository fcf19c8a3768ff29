// `npm run openapi`: writes docs/openapi.json, which is what GET /openapi.json answers.
import { writeFileSync } from "node:fs";
import { referenceDocument } from "./document.ts";

const target = new URL("../../docs/openapi.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(referenceDocument(), null, 2)}\n`);
