/** Filters live in the address: plain text, lists by repeating the name. What makes no sense is left out, never an error. */

/** What a page's address may hold. */
export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the part of an address behind `?`. */
export const parseSearch = (text: string): Record<string, string | string[]> => {
  const params = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
};

/** Writes it, with the leading `?`, or nothing. */
export const stringifySearch = (values: Record<string, unknown>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

/** One text out of what an address holds. */
export const textOf = (value: unknown): string | undefined => {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' && one.trim() !== '' ? one.trim() : undefined;
};

/** One of a few texts. */
export const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | undefined => {
  const text = textOf(value);
  return known.find((one) => one === text);
};

/** The texts of the names given, and nothing else. */
export const textsOf = <K extends string>(
  raw: Readonly<Record<string, unknown>>,
  names: readonly K[],
): { readonly [Name in K]?: string | undefined } =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = textOf(raw[name]);
      return text === undefined ? [] : [[name, text]];
    }),
  ) as { readonly [Name in K]?: string | undefined };
