import * as z from "zod";

/** Who came by a web chat's inbox, as they said themselves: nothing of it is proven. */
export const VisitorContact = z.object({
  id: z.int().positive(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone_number: z.string().nullable(),
  /** The website's own id of this person. */
  identifier: z.string().nullable(),
  avatar_url: z.string(),
  custom_attributes: z.record(z.string(), z.unknown()),
  created_at: z.string(),
});
export type VisitorContact = z.infer<typeof VisitorContact>;
