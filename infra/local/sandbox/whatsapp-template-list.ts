/** A template as a business account has it: what a listing shows, and what a send is checked against. */
export interface ListedTemplate {
  id: string;
  name: string;
  language: string;
  status: "APPROVED" | "PAUSED" | "DISABLED" | "PENDING";
  category: "UTILITY" | "MARKETING" | "AUTHENTICATION";
  parameter_format: "POSITIONAL" | "NAMED";
  components: ListedComponent[];
}

export type ListedComponent =
  | { type: "HEADER"; format: "TEXT"; text: string; example?: object }
  | { type: "HEADER"; format: "IMAGE" | "VIDEO" | "DOCUMENT" | "LOCATION"; example?: object }
  | { type: "BODY"; text: string; example?: object }
  | { type: "FOOTER"; text: string }
  | { type: "BUTTONS"; buttons: ListedButton[] };

export type ListedButton =
  | { type: "QUICK_REPLY"; text: string }
  | { type: "URL"; text: string; url: string; example?: string[] }
  | { type: "PHONE_NUMBER"; text: string; phone_number: string };

const body = (text: string, ...sample: string[]): ListedComponent => ({
  type: "BODY",
  text,
  ...(sample.length > 0 && { example: { body_text: [sample] } }),
});

type Told = Pick<ListedTemplate, "name" | "components"> & Partial<ListedTemplate>;

const listed = (told: Told, index: number): ListedTemplate => ({
  id: String(900_000_000_000_001 + index),
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
  parameter_format: "POSITIONAL",
  ...told,
});

const NAMED_BODY: ListedComponent = {
  type: "BODY",
  text: "Hello {{first_name}}, your visit is on {{day}}.",
  example: {
    body_text_named_params: [
      { param_name: "first_name", example: "Ana" },
      { param_name: "day", example: "Tuesday" },
    ],
  },
};

/** What happens by a name alone, as `sandbox_lost`; names with numbers (`sandbox_slow_500`) are sent, but not listed. */
const DIRECTIVES = [
  "lost",
  "hang",
  "html",
  "noid",
  "refuse",
  "silent",
  "shuffled",
  "duplicate",
  "429",
  "500",
];

const TOLD: Told[] = [
  {
    name: "hello_world",
    components: [
      { type: "HEADER", format: "TEXT", text: "Hello World" },
      body("Welcome and congratulations!"),
      { type: "FOOTER", text: "WhatsApp Business Platform sample message" },
    ],
  },
  { name: "order_update", components: [body("Your order {{1}} is on its way.", "42")] },
  {
    name: "order_update",
    language: "de",
    components: [body("Ihre Bestellung {{1}} kommt am {{2}}.", "42", "Dienstag")],
  },
  { name: "appointment", parameter_format: "NAMED", components: [NAMED_BODY] },
  {
    name: "invoice",
    components: [
      { type: "HEADER", format: "DOCUMENT", example: { header_handle: ["sample"] } },
      body("Here is your invoice {{1}}.", "2026-7"),
    ],
  },
  {
    name: "sale",
    category: "MARKETING",
    components: [
      { type: "HEADER", format: "IMAGE", example: { header_handle: ["sample"] } },
      body("{{1}}, all is cheaper until {{2}}.", "Ana", "Friday"),
      {
        type: "BUTTONS",
        buttons: [
          { type: "URL", text: "Look", url: "https://shop.example/{{1}}", example: ["spring"] },
          { type: "QUICK_REPLY", text: "Not for me" },
          { type: "PHONE_NUMBER", text: "Call", phone_number: "+12025550111" },
        ],
      },
    ],
  },
  {
    name: "auth_login",
    category: "AUTHENTICATION",
    components: [
      body("*{{1}}* is your verification code.", "123456"),
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Copy code",
            url: "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}",
            example: ["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"],
          },
        ],
      },
    ],
  },
  { name: "paused_offer", status: "PAUSED", components: [body("An offer.")] },
  { name: "disabled_offer", status: "DISABLED", components: [body("An offer.")] },
  { name: "pending_offer", status: "PENDING", components: [body("An offer.")] },
  ...DIRECTIVES.map((word) => ({ name: `sandbox_${word}`, components: [body("As it is named.")] })),
];

/**
 * The templates of every business account here, in the form of
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates/
 */
export const TEMPLATES: readonly ListedTemplate[] = TOLD.map(listed);
