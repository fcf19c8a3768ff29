import * as z from "zod";

/**
 * Text of a provider's that may be missing. What is empty, no text, or longer than anything the provider documents
 * reads as missing, so that one odd field neither costs its message nor fills an item. Characters.
 */
export const words = (max = 1_000) => z.string().min(1).max(max).optional().catch(undefined);

/** The objects without the fields that are undefined: an absent field is not stored. */
export const compact = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** What of a list can be read, in its order: one strange item hides no other. */
export const readable = <T extends z.ZodType>(schema: T, items: readonly unknown[]): z.infer<T>[] =>
  items.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
