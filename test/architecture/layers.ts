import { type Import, importsOf, type Source } from "./sources.ts";

type Layer =
  | "domain"
  | "attachments"
  | "messaging"
  | "providers"
  | "store"
  | "lambda"
  | "aws"
  | "embedded"
  | "functions"
  | "infra";

/** What each layer may import besides itself. Everything not named here is refused. */
const ALLOWED: Record<Layer, Layer[]> = {
  domain: [],
  attachments: ["domain"],
  messaging: ["domain", "attachments"],
  providers: ["messaging", "domain"],
  store: ["messaging", "domain"],
  // Wrappers and what handlers are put together from; adapters reach a handler through #backend alone.
  lambda: ["providers", "store", "messaging", "domain"],
  aws: ["store", "messaging", "domain", "attachments"],
  embedded: ["store", "messaging", "domain", "attachments"],
  functions: ["lambda", "providers", "store", "messaging", "domain", "attachments"],
  // The server of the one machine is the embedded side's own program.
  infra: ["lambda", "embedded", "store", "messaging", "domain", "attachments"],
};

/** The list of all channels, and the few entry files that serve every channel and so may import it. */
export const CHANNEL_LIST = "functions/channels.ts";
export const SERVE_EVERY_CHANNEL = [
  "functions/conversations/preview-message.ts",
  "functions/conversations/resend-message.ts",
  "functions/inbox/send-thread-message.ts",
  "functions/social-api/send-social-api-message.ts",
  "functions/spruce/send-from-endpoint.ts",
  "functions/spruce/send-spruce-message.ts",
];

/** The list of all operations, which the reference alone is made of. */
export const OPERATION_LIST = "functions/operations.ts";
const REFERENCE = "functions/docs/document.ts";
export const REFERENCE_ENTRY = "functions/docs/openapi-document.ts";

/** Packages that only some layers may know. */
const PACKAGES: { name: RegExp; layers: Layer[]; except?: string[] }[] = [
  { name: /^@middy\//, layers: ["lambda"] },
  // The local server and the embedded queue make the events that AWS would.
  {
    name: /^aws-lambda$/,
    layers: ["lambda", "infra"],
    except: ["shared/embedded/queue.ts", "shared/embedded/queue-record.ts"],
  },
  // What a table's stream says is spelled as only that helper reads it.
  { name: /^@aws-sdk\//, layers: ["aws"], except: ["shared/lambda/stream-handler.ts"] },
  { name: /^node:sqlite$/, layers: ["embedded"] },
  { name: /^ws$/, layers: ["embedded", "infra"] },
];

/** Whatever a path names: a layer, and below `functions/` the folder. */
const placeOf = (path: string): { layer: Layer; folder?: string } | undefined => {
  const [top, second = ""] = path.split("/");
  if (top === "shared" && second in ALLOWED) return { layer: second as Layer };
  if (top === "functions") return { layer: "functions", folder: second };
  return top === "infra" ? { layer: "infra" } : undefined;
};

/** Every import that goes against the arrows, in words. */
export const wrongImports = (sources: Source[]): string[] =>
  sources.flatMap((source) =>
    importsOf(source).flatMap((one) => {
      const why = complaint(source.path, one);
      return why === undefined ? [] : `${source.path} imports ${one.target}: ${why}`;
    }),
  );

const complaint = (path: string, { target }: Import): string | undefined => {
  const from = placeOf(path);
  if (!from) return "it stands in no layer";
  const to = placeOf(target);
  if (!to) return packageComplaint(path, from.layer, target);
  if (from.layer === "functions" && to.layer === "functions") {
    const isAllowed =
      path === CHANNEL_LIST ||
      (target === CHANNEL_LIST && SERVE_EVERY_CHANNEL.includes(path)) ||
      (path === OPERATION_LIST && target.endsWith("/operations.ts")) ||
      (path === REFERENCE && target === OPERATION_LIST);
    return isAllowed || from.folder === to.folder
      ? undefined
      : "folders of functions never import each other";
  }
  if (from.layer === to.layer || ALLOWED[from.layer].includes(to.layer)) return undefined;
  return `${from.layer} may not know ${to.layer}`;
};

const packageComplaint = (path: string, layer: Layer, name: string): string | undefined => {
  if (name.startsWith(".") || name.includes(".ts")) return "it leads out of the layers";
  if (name === "#backend")
    return layer === "functions" || layer === "infra" ? undefined : "only entry files compose";
  const rule = PACKAGES.find((one) => one.name.test(name));
  if (!rule || rule.layers.includes(layer) || rule.except?.includes(path)) return undefined;
  return `${layer} may not know this package`;
};
