import { Refusal } from "../../shared/domain/errors.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import { signX } from "./signature.ts";

/**
 * X's tokens are base64. Whoever asks is answered a signature, of the very form that webhooks bear: a token that could
 * be the body of one would let anybody sign one. No JSON object is made of these characters.
 */
const TOKEN = /^[A-Za-z0-9+/=_-]{1,256}$/;

/**
 * The challenge-response check, which X repeats every hour and whenever a webhook is registered.
 * https://docs.x.com/x-api/webhooks/introduction
 * @throws Refusal 400 for a token that is none.
 */
export const answerChallenge = (token: string | undefined, secret: string): HttpReply => {
  if (token === undefined || !TOKEN.test(token)) throw new Refusal(400, "crc_token is missing or is none.");
  return { status: 200, body: { response_token: signX(secret, token) } };
};
