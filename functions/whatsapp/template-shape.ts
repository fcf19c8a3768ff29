import * as z from "zod";

/** What a button of a template needs of a send: a component that must be there, one that may, or none at all. */
const ButtonShape = z.object({
  /** Absent: a kind not known here, of which nothing is said. */
  takes: z.enum(["quick_reply", "url", "copy_code", "flow", "catalog", "mpm", "nothing"]).optional(),
  required: z.boolean(),
});
export type ButtonShape = z.infer<typeof ButtonShape>;

/** What one language of a listed template asks of a send. What is absent is not known, and not checked. */
export const TemplateShape = z.object({
  language: z.string(),
  status: z.string(),
  named: z.boolean(),
  /** `kind` as a send's parameter names it; "none": it has no header, or one without a variable. */
  header: z
    .object({ kind: z.enum(["none", "text", "image", "video", "document", "location", "product"]) })
    .optional(),
  /** The body's variables, each once. */
  body: z.array(z.string()).optional(),
  buttons: z.array(ButtonShape).optional(),
  /** How many cards a carousel has; 0: it has none. */
  cards: z.number().optional(),
});
export type TemplateShape = z.infer<typeof TemplateShape>;

/** A template as Meta lists it. Components of a kind not known here, or oddly built, are left unchecked. */
export const ListedTemplate = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().regex(/^[A-Za-z_]{2,32}$/),
  status: z.string().min(1).max(64),
  parameter_format: z.string().optional().catch(undefined),
  components: z.array(z.unknown()),
});
export type ListedTemplate = z.infer<typeof ListedTemplate>;

const Component = z.object({
  type: z.string().transform((type) => type.toUpperCase()),
  format: z.string().optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  buttons: z.array(z.unknown()).optional().catch(undefined),
  cards: z.array(z.unknown()).optional().catch(undefined),
});
type Component = z.infer<typeof Component>;

/**
 * What is kept of a listed template.
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates/
 */
export const shapeOf = ({
  language,
  status,
  parameter_format,
  components,
}: ListedTemplate): TemplateShape => {
  const read = components.map((one) => Component.safeParse(one).data);
  const of = (type: string) => read.find((one) => one?.type === type);
  const text = of("BODY")?.text;
  /** One that could not be read may be any of them. */
  const unread = read.includes(undefined);
  const header = unread ? undefined : headerOf(of("HEADER"));
  const buttons = listIn(of("BUTTONS"), "buttons", unread)?.map(buttonOf);
  const cards = listIn(of("CAROUSEL"), "cards", unread)?.length;
  return {
    language,
    status: status.toUpperCase(),
    named: parameter_format?.toUpperCase() === "NAMED",
    ...(header && { header }),
    ...(text !== undefined && { body: variablesIn(text) }),
    ...(buttons && { buttons }),
    ...(cards !== undefined && { cards }),
  };
};

const listIn = (
  from: Component | undefined,
  name: "buttons" | "cards",
  unread: boolean,
): unknown[] | undefined => (from ? from[name] : unread ? undefined : []);

const MEDIA_HEADERS = ["image", "video", "document", "location", "product"] as const;

const headerOf = (header: Component | undefined): TemplateShape["header"] => {
  if (!header) return { kind: "none" };
  const format = header.format?.toLowerCase();
  const kind = MEDIA_HEADERS.find((one) => one === format);
  if (kind) return { kind };
  if (format !== "text" || header.text === undefined) return undefined;
  return { kind: variablesIn(header.text).length > 0 ? "text" : "none" };
};

const variablesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = ""]) => name)),
];

const Button = z.object({
  type: z.string().transform((type) => type.toUpperCase()),
  url: z.string().optional().catch(undefined),
});

/**
 * Replies may leave their payload out; a fixed address and a phone number take no component; one-time codes are
 * sent to a `url` button. Same page, and …/whatsapp/templates/components.
 */
const buttonOf = (given: unknown): ButtonShape => {
  const button = Button.safeParse(given).data;
  switch (button?.type) {
    case "QUICK_REPLY":
      return { takes: "quick_reply", required: false };
    case "URL": {
      if (button.url === undefined) return { required: false };
      const takes = button.url.includes("{{") ? "url" : "nothing";
      return { takes, required: takes === "url" };
    }
    case "OTP":
      return { takes: "url", required: true };
    case "PHONE_NUMBER":
      return { takes: "nothing", required: false };
    case "COPY_CODE":
      return { takes: "copy_code", required: true };
    case "FLOW":
      return { takes: "flow", required: false };
    case "CATALOG":
      return { takes: "catalog", required: false };
    case "MPM":
      return { takes: "mpm", required: true };
    default:
      return { required: false };
  }
};
