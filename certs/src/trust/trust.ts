/**
 * Whom we trust: registered anchors, intermediates and revocation lists, and the verdict on a certificate. Chains are
 * judged once for each certificate and purpose; validity and revocation are looked at in every call, so that no verdict
 * outlives either.
 */
import type { KeyObject } from 'node:crypto';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { KeyUsageFlags } from '../x509.ts';
import { type CertificateFacts, fingerprintOf, hasUsage, readCertificate } from './certificate.ts';
import { type CertificatePurpose, type ChainFinding, judgeChain } from './chain.ts';
import { type RevocationList, readRevocationList } from './crl.ts';
import { trustFolderReader } from './keep-former.ts';
import { type TrustText, trustText } from './texts.ts';

export type { CertificatePurpose } from './chain.ts';

/** What trust is made of, as DER. */
export interface TrustMaterial {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What could not be used of where it comes from. */
  readonly remarks?: readonly string[];
}

/** How trust is applied. */
export interface TrustOptions {
  /** How long after its `nextUpdate` a revocation list is still believed. Default: 24 hours. */
  readonly crlGraceMs?: number;
}

interface Verified {
  readonly anchors: readonly CertificateFacts[];
  readonly intermediates: readonly CertificateFacts[];
  /** Issuer's fingerprint → its newest list whose signature holds. */
  readonly lists: ReadonlyMap<CertificateFingerprint, RevocationList>;
  readonly remarks: readonly string[];
}

/** Loaded trust. Make it with {@link loadTrust} or {@link trustOf}. */
export interface Trust {
  /** What could not be used, in English, for the operator. */
  readonly remarks: () => readonly string[];
  /** The earliest `nextUpdate` of the lists in use: refresh before it. */
  readonly crlsDueAt: () => Date | undefined;
  /** The revocation lists in use: whose, of when, and the serial numbers on them. */
  readonly lists: () => readonly ListInUse[];
  /**
   * Reads everything again (new revocation list, new anchor) and forgets all verdicts. A file that is half-written leaves
   * its former content standing. Throws where the folder cannot be read; the former trust stands then.
   */
  readonly reload: () => void;
  /** Anchors and intermediates as PEM, for TLS. */
  readonly issuersPem: () => string;
  /** @internal */
  readonly facts: (der: Uint8Array) => CertificateFacts | undefined;
  /** @internal */
  readonly chain: (leaf: CertificateFacts, purpose: CertificatePurpose) => ChainFinding;
  /** @internal */
  readonly listOf: (issuer: CertificateFacts) => RevocationList | undefined;
  /** @internal */
  readonly crlGraceMs: number;
}

/** A revocation list as it is used. */
export interface ListInUse {
  /** The issuer's name, as text. */
  readonly issuer: string;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly serials: readonly string[];
}

/** The verdict on a certificate at a moment. `validFrom` and `validUntil` are those of the whole chain. */
export type CertificateVerdict =
  | { readonly ok: true; readonly validFrom: Date; readonly validUntil: Date; readonly uris: readonly string[] }
  | { readonly ok: false; readonly code: ProblemCode; readonly text: string };

/** When, and for what, a certificate is to hold. */
export interface CertificateHow {
  readonly at: Date;
  readonly purpose: CertificatePurpose;
  /** Default: English. */
  readonly language?: Language;
}

const DEFAULT_GRACE_MS = 24 * 60 * 60 * 1000;
/** Bounds the memory for certificates seen; strangers' certificates must not fill it. */
const MOST_REMEMBERED = 4096;

const remember = <K, V>(cache: Map<K, V>, key: K, make: () => V): V => {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_REMEMBERED) cache.clear();
  const value = make();
  cache.set(key, value);
  return value;
};

const verifyMaterial = (material: TrustMaterial): Verified => {
  const remarks = [...(material.remarks ?? [])];
  const attempt = <T>(what: string, der: Uint8Array, read: (der: Uint8Array) => T): readonly T[] => {
    try {
      return [read(der)];
    } catch (cause) {
      remarks.push(`${what} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      return [];
    }
  };
  const anchors = material.anchors.flatMap((der) => attempt('an anchor', der, readCertificate));
  const intermediates = material.intermediates.flatMap((der) => attempt('an intermediate', der, readCertificate));
  const lists = new Map<CertificateFingerprint, RevocationList>();
  for (const list of material.crls.flatMap((der) => attempt('a revocation list', der, readRevocationList))) {
    const issuers = [...anchors, ...intermediates].filter(
      (issuer) =>
        issuer.subject === list.issuer && hasUsage(issuer, KeyUsageFlags.cRLSign) && list.isSignedBy(issuer.key),
    );
    if (issuers.length === 0) remarks.push('a revocation list is signed by no known issuer');
    for (const { fingerprint } of issuers) {
      const other = lists.get(fingerprint);
      if (other === undefined || other.thisUpdate < list.thisUpdate) lists.set(fingerprint, list);
    }
  }
  return { anchors, intermediates, lists, remarks };
};

const makeTrust = (read: () => TrustMaterial, { crlGraceMs = DEFAULT_GRACE_MS }: TrustOptions): Trust => {
  let verified = verifyMaterial(read());
  const known = new Map<CertificateFingerprint, { readonly facts: CertificateFacts | undefined }>();
  const chains = new Map<string, ChainFinding>();
  return {
    remarks: () => verified.remarks,
    crlsDueAt: () => {
      const times = [...verified.lists.values()].flatMap(({ nextUpdate }) => nextUpdate?.getTime() ?? []);
      return times.length === 0 ? undefined : new Date(Math.min(...times));
    },
    lists: () =>
      [...verified.lists].flatMap(([fingerprint, { thisUpdate, nextUpdate, revoked }]): readonly ListInUse[] => {
        const issuer = [...verified.anchors, ...verified.intermediates].find((one) => one.fingerprint === fingerprint);
        return issuer === undefined
          ? []
          : [
              {
                issuer: issuer.x509.subject,
                thisUpdate,
                serials: [...revoked.keys()],
                ...(nextUpdate === undefined ? {} : { nextUpdate }),
              },
            ];
      }),
    reload: () => {
      verified = verifyMaterial(read());
      chains.clear();
    },
    issuersPem: () => [...verified.intermediates, ...verified.anchors].map(({ x509 }) => x509.toString()).join(''),
    facts: (der) =>
      remember(known, fingerprintOf(der), () => {
        try {
          return { facts: readCertificate(Uint8Array.from(der)) };
        } catch {
          return { facts: undefined };
        }
      }).facts,
    chain: (leaf, purpose) =>
      remember(chains, `${purpose} ${leaf.fingerprint}`, () => judgeChain(leaf, verified, purpose)),
    listOf: (issuer) => verified.lists.get(issuer.fingerprint),
    crlGraceMs,
  };
};

/** Trust from a folder with `anchors/`, `intermediates/` and `crls/` (PEM or DER files). Throws where it cannot be read. */
export const loadTrust = (dir: string, options: TrustOptions = {}): Trust => makeTrust(trustFolderReader(dir), options);

/** Trust from given material, for verifying without a folder. */
export const trustOf = (material: TrustMaterial, options: TrustOptions = {}): Trust =>
  makeTrust(() => material, options);

/** A certificate's public key, read once; `undefined` where the DER is no certificate. */
export const publicKeyOf = (trust: Trust, der: Uint8Array): KeyObject | undefined => trust.facts(der)?.key;

/** A certificate as this trust has read it, once; `undefined` where the DER is none. */
export const certificateOf = (trust: Trust, der: Uint8Array): CertificateFacts | undefined => trust.facts(der);

/** Why a certificate counts as revoked, or why that cannot be known; a list younger than `at` tells of `at` too. */
const judgeRevocation = (
  trust: Trust,
  chain: readonly CertificateFacts[],
  at: Date,
): { readonly code: ProblemCode; readonly text: TrustText; readonly value?: string } | undefined => {
  const issued = chain.slice(0, -1).map((certificate, index) => ({ certificate, issuer: chain[index + 1] }));
  for (const { certificate, issuer } of issued) {
    const revokedAt = issuer && trust.listOf(issuer)?.revoked.get(certificate.serial);
    if (revokedAt !== undefined && revokedAt <= at)
      return { code: 'certificate-revoked', text: 'revoked', value: revokedAt.toISOString() };
  }
  for (const { issuer } of issued) {
    const list = issuer && trust.listOf(issuer);
    if (list === undefined) return { code: 'revocation-unknown', text: 'noList' };
    const due = list.nextUpdate;
    if (due !== undefined && at.getTime() > due.getTime() + trust.crlGraceMs)
      return { code: 'revocation-unknown', text: 'staleList', value: due.toISOString() };
  }
  return undefined;
};

/**
 * Whether a certificate may be used for a purpose at a moment: chain, constraints and usages (`certificate-untrusted`),
 * validity (`certificate-expired`, also for one not valid yet), revocation (`certificate-revoked`, `revocation-unknown`).
 * Whether it is registered for someone is the registry's to say.
 */
export const checkCertificate = (trust: Trust, der: Uint8Array, how: CertificateHow): CertificateVerdict =>
  judgeCertificate(trust, certificateOf(trust, der), how);

/** The same for a certificate that was read already (see {@link certificateOf}). */
export const judgeCertificate = (
  trust: Trust,
  leaf: CertificateFacts | undefined,
  { at, purpose, language = 'en' }: CertificateHow,
): CertificateVerdict => {
  const refuse = (code: ProblemCode, text: TrustText, value?: string): CertificateVerdict => ({
    ok: false,
    code,
    text: trustText(text, language, value),
  });
  if (leaf === undefined) return refuse('certificate-untrusted', 'unreadable');
  const finding = trust.chain(leaf, purpose);
  if (!finding.ok) return refuse('certificate-untrusted', finding.text, finding.value);
  const { validFrom, validUntil } = finding;
  if (at > validUntil) return refuse('certificate-expired', 'expired', validUntil.toISOString());
  if (at < validFrom) return refuse('certificate-expired', 'early', validFrom.toISOString());
  const revocation = judgeRevocation(trust, finding.chain, at);
  if (revocation !== undefined) return refuse(revocation.code, revocation.text, revocation.value);
  return { ok: true, validFrom, validUntil, uris: leaf.uris };
};
