/** A form's fields; a name that came more than once has its values in order. */
export type FormParams = Record<string, string | string[]>;

/** A provider payload as `application/x-www-form-urlencoded`; an array repeats its name. */
export const encodeForm = (
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of value === undefined ? [] : [value].flat()) form.append(name, one);
  }
  return form.toString();
};

/** The fields of a form body. Fields are added without notice, so every one is kept: the signature covers them all. */
export const readForm = (body: string): FormParams => {
  const form = new URLSearchParams(body);
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : values[0]!];
    }),
  );
};

/** The first value of a field. */
export const fieldOf = (params: FormParams, name: string): string | undefined =>
  Object.hasOwn(params, name) ? [params[name]].flat()[0] : undefined;
