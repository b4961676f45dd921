/** How often somebody whom the registry does not know is refused in full: each such refusal costs a durable event. */
import { isIPv6 } from 'node:net';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { type Bucket, takeFrom } from './quota.ts';

/** Where an unidentified request came from. */
export interface Stranger {
  readonly address: string | undefined;
  readonly fingerprint: CertificateFingerprint | undefined;
}

export type StrangerVerdict = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/** Whoever comes with more addresses than this pushes the oldest out: memory stays bounded. */
const MOST_REMEMBERED = 10_000;

/** Of IPv6 the first half: whoever has one address there has all of them. */
export const networkOf = (address: string): string => {
  if (!isIPv6(address)) return address;
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice('::ffff:'.length);
  const [head = '', tail] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(':');
};

/** Keeps a bucket for each network and for each certificate; both must have something left. */
export const keepStrangers = (perMinute: number): ((stranger: Stranger, nowMs: number) => StrangerVerdict) => {
  const buckets = new Map<string, Bucket>();
  const put = (key: string, bucket: Bucket): void => {
    buckets.delete(key);
    buckets.set(key, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > MOST_REMEMBERED && oldest !== undefined) buckets.delete(oldest);
  };
  return ({ address, fingerprint }, nowMs) => {
    const keys = [`from ${networkOf(address ?? '')}`, ...(fingerprint === undefined ? [] : [`with ${fingerprint}`])];
    const taken = keys.map((key) => ({ key, found: takeFrom(buckets.get(key), perMinute, 1, nowMs) }));
    for (const { found } of taken) if (!found.ok) return { ok: false, retryAfterSeconds: found.retryAfterSeconds };
    for (const { key, found } of taken) if (found.ok) put(key, found.bucket);
    return { ok: true };
  };
};
