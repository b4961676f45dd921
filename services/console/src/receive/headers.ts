/** Headers of every answer: what a browser may do with it. */

/**
 * Nothing from anywhere else, nothing inline, no frame around us, nothing told to others. `nosniff` keeps a download from
 * being taken for a page.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Behind TLS as well: never without again. */
export const HSTS = 'max-age=31536000; includeSubDomains';

/** A header value for a file to be saved under a name of ours. */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`;
