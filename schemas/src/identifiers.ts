/** Identifiers are always scheme + value; text forms are parsed once, at the border, and branded. */

declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** An authority's identifier in text form, `scheme:value`, e.g. `dvdv:xga:990101000000`. The value may contain colons. */
export type AuthorityId = Branded<string, 'AuthorityId'>;
/** A service's identifier in text form, e.g. `leika:99050012104000`. */
export type ServiceId = Branded<string, 'ServiceId'>;
/** A region's identifier in text form, e.g. `ars:990101000000`. */
export type RegionId = Branded<string, 'RegionId'>;
/** The UUID an author chose for a message: lower case, without `urn:uuid:`. With the author it is the idempotency key. */
export type MessageId = Branded<string, 'MessageId'>;
/** One message on its way to one reader: a UUID derived from author, message id and reader (see `deliveryIdOf`). */
export type DeliveryId = Branded<string, 'DeliveryId'>;
/** SHA-256 of a certificate's DER form, lower-case hexadecimal. */
export type CertificateFingerprint = Branded<string, 'CertificateFingerprint'>;

/** Scheme and value of an identifier, as the envelope writes them. */
export interface SchemeAndValue {
  readonly scheme: string;
  readonly value: string;
}

const SCHEME = /^[a-z][a-z0-9-]{0,31}$/;
/** 1–120 visible characters: letters (German prefixes have umlauts), digits, `:`, `.`, `-`, `_`, `/`, `#`. */
const VALUE = /^[\p{L}0-9:._\-/#]{1,120}$/u;
const UUID = /^(?:urn:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

type Forms = Readonly<Record<string, RegExp>>;

/**
 * What the values of each scheme look like; schemes not listed here are accepted with any value of {@link VALUE}.
 * Prefixes of DVDV keys are letters, but not always three lower-case ones: `MELDID` and `töj` exist.
 */
const AUTHORITY_FORMS: Forms = {
  dvdv: /^\p{L}{1,16}:[\p{L}0-9:._\-/#]+$/u,
  oin: /^[0-9]{20}$/,
  iso6523: /^[0-9]{4}:[\p{L}0-9:._-]{1,50}$/u,
};
const SERVICE_FORMS: Forms = { leika: /^[0-9]{14}$/ };
const REGION_FORMS: Forms = {
  ars: /^[0-9]{12}$/,
  ags: /^[0-9]{8}$/,
  'nl-gemeente': /^[0-9]{4}$/,
  nuts: /^[A-Z]{2}[0-9A-Z]{0,3}$/,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** No other text means the same: wide letters, ligatures and letters put together from parts are written otherwise. */
const isOneOfItsKind = (value: string): boolean => ASCII.test(value) || value === value.normalize('NFKC');

const parseText = <T extends string>(text: string, forms: Forms): T | undefined => {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, colon);
  const value = text.slice(colon + 1);
  if (colon < 1 || !SCHEME.test(scheme) || !VALUE.test(value) || !isOneOfItsKind(value)) return undefined;
  return forms[scheme]?.test(value) === false ? undefined : (text as T);
};

/** `dvdv:xga:990101000000` → AuthorityId; `undefined` where scheme or value are not of their form. */
export const parseAuthorityId = (text: string): AuthorityId | undefined =>
  parseText<AuthorityId>(text, AUTHORITY_FORMS);
/** `leika:99050012104000` → ServiceId; `undefined` where scheme or value are not of their form. */
export const parseServiceId = (text: string): ServiceId | undefined => parseText<ServiceId>(text, SERVICE_FORMS);
/** `ars:990101000000` → RegionId; `undefined` where scheme or value are not of their form. */
export const parseRegionId = (text: string): RegionId | undefined => parseText<RegionId>(text, REGION_FORMS);
/** A UUID, with or without `urn:uuid:`, in any case → its canonical form. */
export const parseMessageId = (text: string): MessageId | undefined => UUID.exec(text)?.[1]?.toLowerCase() as MessageId;
/** A UUID in any case → its canonical form. */
export const parseDeliveryId = (text: string): DeliveryId | undefined =>
  UUID.exec(text)?.[1]?.toLowerCase() as DeliveryId;
/** 64 hexadecimal digits, with or without colons → canonical form. */
export const parseFingerprint = (text: string): CertificateFingerprint | undefined => {
  const hex = text.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(hex) ? (hex as CertificateFingerprint) : undefined;
};

/** Splits an identifier's text form at its first colon. */
export const schemeAndValue = (id: AuthorityId | ServiceId | RegionId): SchemeAndValue => {
  const colon = id.indexOf(':');
  return { scheme: id.slice(0, colon), value: id.slice(colon + 1) };
};

const hexOf = (octet: number): string => `_${octet.toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * An identifier as one token of a NATS subject, one path segment or one file name: letters, digits and `-` stay,
 * every other octet of its UTF-8 form becomes `_` and two hexadecimal digits. Reversible by {@link fromToken}.
 */
export const toToken = (id: string): string =>
  id.replaceAll(/[^A-Za-z0-9-]/gu, (character) =>
    // nearly always a colon, with every message
    character < '\x80'
      ? hexOf(character.charCodeAt(0))
      : Array.from(new TextEncoder().encode(character), hexOf).join(''),
  );

/** The identifier behind a token made by {@link toToken}; `undefined` if it is none. */
export const fromToken = (token: string): string | undefined => {
  if (!/^(?:[A-Za-z0-9-]|_[0-9A-F]{2})+$/.test(token)) return undefined;
  try {
    return decodeURIComponent(token.replaceAll('_', '%'));
  } catch {
    return undefined;
  }
};
