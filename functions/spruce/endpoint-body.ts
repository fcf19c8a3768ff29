import * as z from "zod";
import { unprocessable, type Violation, violation } from "../../shared/domain/errors.ts";
import { WholeId } from "../../shared/domain/ids.ts";
import { typeOf } from "../../shared/messaging/message-type.ts";
import { malformed, parseOutgoing } from "../../shared/messaging/outgoing-body.ts";
import { absent } from "../../shared/messaging/rich-body.ts";
import type { Selection } from "../../shared/messaging/webchat-with.ts";
import { bodyOf, SpruceMessage } from "./body.ts";
import { inTheirNames, type Rename } from "./paths.ts";

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());

/** Their words for which of a contact's conversations is meant. */
const SELECTIONS = {
  any_available_secure_conversation: "any",
  only_conversations_matching_internal_endpoint: "account",
  new_conversation: "new",
} as const satisfies Record<string, Selection>;

const Secure = z.object({
  contactId: WholeId,
  subject: optional(z.string()),
  deliveryMethod: optional(z.enum(Object.keys(SELECTIONS) as (keyof typeof SELECTIONS)[])),
});

const Destination = z
  .object({
    smsOrEmailEndpoint: optional(z.string().max(256)),
    faxEndpoint: optional(z.unknown()),
    secureEndpoint: optional(Secure),
  })
  .refine((given) => Object.values(given).filter((one) => one !== undefined).length === 1, {
    error: "exactly one of smsOrEmailEndpoint, faxEndpoint and secureEndpoint is required",
  });

/** developer.sprucehealth.com/reference/postmessagefromendpoint */
export const FromEndpointBody = z.object({
  destination: Destination,
  message: SpruceMessage,
  sendAt: optional(z.unknown()),
});

/** Where the message goes: to a phone number, or into a contact's web chat. */
export type To =
  | { phone: string }
  | { contact_id: number; selection: Selection; subject: string | undefined };

export interface FromEndpoint {
  to: To;
  /** The message as our one body, once its conversation is known. */
  bodyIn: (conversation_id: number) => Record<string, unknown>;
  rename: Rename;
}

/** What is not there is refused by its name: nothing is sent another way than was asked. */
export const fromEndpoint = (given: unknown): FromEndpoint => {
  const parsed = FromEndpointBody.safeParse(given);
  if (!parsed.success) throw malformed(parsed.error);
  const { destination, message, sendAt } = parsed.data;
  const lacking = lackingFor(destination, sendAt);
  if (lacking.length > 0) throw unprocessable(lacking);
  return {
    to: toOf(destination),
    bodyIn: (conversation_id) => bodyOf(conversation_id, message),
    rename: renamer(message),
  };
};

/** Only a conversation that is there shows what would be sent in it; here one might have to be opened. */
export const refusePreview = (preview: string | undefined): void => {
  if (preview !== "true") return;
  const message = "Nothing can be shown of a message without its conversation: leave preview out.";
  throw unprocessable([violation("/preview", "not_supported", message)]);
};

/** Refuses a message that no conversation would take, before one is opened for it. */
export const checkMessage = ({ bodyIn }: FromEndpoint): void => {
  const request = parseOutgoing(bodyIn(1));
  if (!request.attachments) typeOf(request, []);
};

const lackingFor = (
  { faxEndpoint, smsOrEmailEndpoint }: z.infer<typeof Destination>,
  sendAt: unknown,
): Violation[] => {
  const lack = (path: string, message: string) => violation(path, "not_supported", message);
  return [
    ...(sendAt === undefined ? [] : [lack("/sendAt", "Messages cannot be scheduled yet: leave sendAt out.")]),
    ...(faxEndpoint === undefined
      ? []
      : [lack("/destination/faxEndpoint", "There is no fax here: name a phone number or a contact.")]),
    ...(smsOrEmailEndpoint?.includes("@")
      ? [
          lack(
            "/destination/smsOrEmailEndpoint",
            "There is no e-mail here: name a phone number or a contact.",
          ),
        ]
      : []),
  ];
};

const toOf = ({ smsOrEmailEndpoint: phone = "", secureEndpoint }: z.infer<typeof Destination>): To => {
  if (!secureEndpoint) return { phone };
  const { contactId, subject, deliveryMethod = "any_available_secure_conversation" } = secureEndpoint;
  return { contact_id: contactId, selection: SELECTIONS[deliveryMethod], subject };
};

const renamer = (message: SpruceMessage): Rename => {
  const inMessage = inTheirNames(message, "/message");
  return (path) => NAMES[path] ?? inMessage(path);
};

const NAMES: Record<string, string> = {
  "/account_id": "/internalEndpointId",
  "/contact/address": "/destination/smsOrEmailEndpoint",
};
