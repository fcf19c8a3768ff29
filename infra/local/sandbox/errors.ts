/** What goes back over the wire. A string body is sent as HTML, a buffer as it is, everything else as JSON. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** Thrown where a rule is broken; carries the provider's own answer. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with HTTP ${answer.status}`);
    this.answer = answer;
  }
}

/** How one provider says no; the magic values speak through it. */
export type Voice = {
  error(code: number, subcode?: number): Answer;
  throttled(): Answer;
  broken(): Answer;
  refused(): Answer;
};

/** The gateway in front of a provider failing: an answer outside every documented envelope. */
export const badGateway: Answer = {
  status: 502,
  body: "<!DOCTYPE html><html><head><title>502</title></head><body>Bad Gateway</body></html>",
};
