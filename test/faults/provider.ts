import { readHandle } from "../../shared/domain/ids.ts";
import { type Answer, AnswerLost, type Lines, NotSent, type Request } from "../../shared/providers/lines.ts";
import type { Instance } from "./instance.ts";
import { addressOf, numberOf, organizationOf, tokenOf } from "./people.ts";

/** What the provider does with a call: it acts on the second four, each of which answers differently. */
export const MOODS = [
  "refuses",
  "throttles",
  "answers",
  "loses the answer",
  "answers nonsense",
  "says it may have sent",
] as const;
export type Mood = (typeof MOODS)[number];
const ACTS: Mood[] = ["answers", "loses the answer", "answers nonsense", "says it may have sent"];

/** One whole request that arrived. */
export interface Heard {
  handle: string;
  conversation: number;
  message: string;
  part: number;
  text: string;
  mood: Mood;
  /** The contact has it. */
  acted: boolean;
  id: string;
}

/** A connection that lay unused for longer is not written on: see `shared/providers/lines.ts`. */
const IDLE_MS = 2_000;

/** The Cloud API as one account of one organization after the other reaches it; it outlives all who call it. */
export class Provider {
  /** Whole requests, in the order they came. */
  readonly heard: Heard[] = [];
  /** What was wrong with any of them. */
  readonly wrong: string[] = [];
  /** How the next calls are answered; afterwards all are sent. */
  readonly moods: Mood[] = [];
  /** Requests begun, whole or not, by handle. */
  readonly begun = new Map<string, number>();
  readonly #now: () => Date;
  /** Is told of each request before its first byte. */
  onBegin: (handle: string) => void = () => {};

  constructor(now: () => Date) {
    this.#now = now;
  }

  linesFor(instance: Instance): Lines {
    return {
      take: (request) => instance.call("connect", async () => this.#line(instance, request)),
      close: () => {},
    };
  }

  #line(instance: Instance, request: Request) {
    const takenAt = this.#now().getTime();
    return {
      release: () => {},
      exchange: async (): Promise<Answer> => {
        if (instance.isGone) return new Promise<Answer>(() => {});
        if (this.#now().getTime() - takenAt > IDLE_MS) throw new NotSent("the connection grew old");
        this.#begin(request);
        return instance.call("exchange", async () => this.#hear(request));
      },
    };
  }

  #begin(request: Request): void {
    const handle = String(JSON.parse(request.body).biz_opaque_callback_data);
    this.begun.set(handle, (this.begun.get(handle) ?? 0) + 1);
    this.onBegin(handle);
  }

  #hear(request: Request): Answer {
    const body = JSON.parse(request.body);
    const named = readHandle(body.biz_opaque_callback_data)!;
    this.#checkTenant(request, named.conversation_id, body.to);
    const mood = this.moods.shift() ?? "answers";
    const id = `wamid.${this.heard.length + 1}`;
    const { conversation_id: conversation, message_id: message, part } = named;
    const heard = { handle: body.biz_opaque_callback_data, conversation, message, part };
    this.heard.push({ ...heard, text: body.text.body, mood, acted: ACTS.includes(mood), id });
    return answerOf(mood, id);
  }

  #checkTenant(request: Request, conversation: number, to: string): void {
    const organization = organizationOf(conversation);
    const fits =
      request.url.pathname.includes(`/${numberOf(organization)}/`) &&
      request.headers.authorization === `Bearer ${tokenOf(organization)}` &&
      `+${to.replace("+", "")}` === addressOf(conversation);
    if (!fits) this.wrong.push(`conversation ${conversation} left over another's account or to another`);
  }
}

const answerOf = (mood: Mood, id: string): Answer => {
  if (mood === "loses the answer") throw new AnswerLost("the connection was closed");
  if (mood === "answers nonsense") return { status: 502, headers: {}, body: "<html>Bad Gateway</html>" };
  if (mood === "answers") return json(200, { messages: [{ id }] });
  const code = { refuses: 131026, throttles: 130429, "says it may have sent": 131000 }[mood];
  return json(mood === "throttles" ? 429 : 400, { error: { message: "It says no", code } });
};

const json = (status: number, body: unknown): Answer => ({ status, headers: {}, body: JSON.stringify(body) });
