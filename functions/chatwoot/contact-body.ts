import * as z from "zod";
import type { VisitorContact } from "../../shared/domain/visitor-contact.ts";
import type { HttpRequest } from "../../shared/lambda/request.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";

const absent = (value: unknown) => (value === "" || value === null ? undefined : value);
const text = z.preprocess(absent, z.string().max(255).optional());

/** E.164, as Chatwoot asks: github.com/chatwoot/chatwoot, app/models/contact.rb */
const Phone = z.string().regex(/^\+[1-9]\d{1,14}$/, "should be in e164 format");

/** What a visitor may say of themselves. */
export const ContactBody = z.object({
  name: text,
  email: z.preprocess(absent, z.email({ error: "Invalid email" }).max(255).optional()),
  phone_number: z.preprocess(absent, Phone.optional()),
  identifier: text,
  avatar_url: z.preprocess(
    absent,
    z
      .url({ protocol: /^https?$/ })
      .max(2_048)
      .optional(),
  ),
  custom_attributes: z.preprocess(absent, z.record(z.string().min(1), z.unknown()).optional()),
});

/** What somebody says of themselves; a body that is not there says nothing. */
export const contactBody = (request: HttpRequest): Omit<VisitorContact, "id" | "created_at"> => {
  const body = ContactBody.safeParse(request.raw().length === 0 ? {} : request.json());
  if (!body.success) throw malformed(body.error);
  const { name, email, phone_number, identifier, avatar_url, custom_attributes } = body.data;
  return {
    name: name ?? null,
    email: email ?? null,
    phone_number: phone_number ?? null,
    identifier: identifier ?? null,
    avatar_url: avatar_url ?? "",
    custom_attributes: custom_attributes ?? {},
  };
};
