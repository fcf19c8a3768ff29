import { importsOf, reachable, type Source } from "./sources.ts";

/** What a message needs to leave: neither a note nor anything it runs may hold one. */
const WAYS_OUT = new Set([
  "DeliveryQueue",
  "Sender",
  "AcceptDeps",
  "Job",
  "deliver",
  "acceptOutgoing",
  "acceptAnywhere",
  "sqsQueue",
  "embeddedQueue",
]);
const NOTE = "shared/messaging/store-note.ts";

/** A road from a note to a queue or a sender, as far as imports can show one. */
export const roadsOut = (sources: Source[]): string[] => {
  const run = reachable(sources, NOTE, true);
  return sources
    .filter(({ path }) => run.has(path))
    .flatMap((source) =>
      importsOf(source)
        .flatMap(({ names }) => names)
        .filter((name) => WAYS_OUT.has(name))
        .map((name) => `${source.path}, which a note runs, imports ${name}`),
    );
};

const MESSAGES = new Set(["MessageStore", "MessageView", "Note"]);

/** What a visitor is shown comes from the visitor's own list: code that shows or hears them knows no other. */
export const visitorLeaks = (sources: Source[]): string[] => {
  const isVisitors = (path: string) =>
    path.startsWith("functions/chatwoot/") ||
    path.startsWith("shared/messaging/visitor-") ||
    (path.startsWith("functions/webchat/") &&
      /\/(visitor-[\w-]+|socket-frames|client|webchat-socket)\.ts$/.test(path));
  return sources
    .filter(({ path }) => isVisitors(path))
    .flatMap((source) =>
      importsOf(source)
        .flatMap(({ names }) => names)
        .filter((name) => MESSAGES.has(name))
        .map((name) => `${source.path} imports ${name}`),
    );
};
