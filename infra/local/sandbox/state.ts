import type { ContactFiles } from "./contact-files.ts";
import type { Tries } from "./magic.ts";
import type { Uploads } from "./media.ts";
import type { Options } from "./options.ts";
import type { Received } from "./received.ts";
import type { Webhooks } from "./webhooks.ts";
import type { Windows } from "./windows.ts";
import type { XLimits } from "./x-limits.ts";
import type { XUploads } from "./x-uploads.ts";

/** All that one sandbox knows. `origin` is empty until it listens. */
export type State = {
  options: Options;
  origin: string;
  received: Received;
  uploads: Uploads;
  files: ContactFiles;
  windows: Windows;
  xUploads: XUploads;
  xLimits: XLimits;
  tries: Tries;
  webhooks: Webhooks;
};
