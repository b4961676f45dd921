/** What the refused vectors are made with. */
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Variant } from './accepted.ts';

/** A variant and the code it is refused with. */
export type RefusedVariant = Variant & { readonly code: ProblemCode };

export const SIGNATURE = /<ds:Signature .*<\/ds:Signature>/s;
export const HEADER = /<Header .*?<\/Header>/s;
/** The signature as it stands in the text. */
export const signatureOf = (text: string): string => SIGNATURE.exec(text)?.[0] ?? '';
/** The first header as it stands in the text. */
export const headerOf = (text: string): string => HEADER.exec(text)?.[0] ?? '';
/** A header saying something else. */
export const forged = (text: string, id = 'header'): string =>
  headerOf(text)
    .replace('gew:990101000000', 'gew:990202000000')
    .replace('Id="header"', id === '' ? '' : `Id="${id}"`);
/** Replaces once. */
export const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, () => to);

/** Signed correctly, in a shape outside the profile. */
export const profile = (why: string, edit: (text: string) => string, rest: Partial<Variant> = {}): RefusedVariant => ({
  code: 'signature-profile',
  why,
  edit,
  ...rest,
});
/** Changed after it was signed. */
export const broken = (
  why: string,
  after: (text: string) => string,
  code: ProblemCode = 'signature-invalid',
): RefusedVariant => ({
  code,
  why,
  after,
});
