/** Who is at the other end: our own decision on the client's certificate, on every request, before the body is read. */
import type { TLSSocket } from 'node:tls';
import { checkCertificate, type Trust } from '@dienstweg/certs/trust/trust.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { holderOfCertificate } from '@dienstweg/schemas/directory/parties.ts';
import type { AuthorityId, CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Refusal } from '../answer/refusal.ts';

/** A certificate as shown in the handshake; TLS has proved that the peer holds its key. */
export interface ShownCertificate {
  readonly der: Uint8Array;
  readonly fingerprint: CertificateFingerprint;
}

/** An authority that the registry knows by this TLS certificate. */
export interface Peer {
  readonly authority: AuthorityId;
  readonly fingerprint: CertificateFingerprint;
}

export type PeerVerdict =
  | { readonly ok: true; readonly peer: Peer }
  | { readonly ok: false; readonly refusal: Refusal };

/** What the decision rests on, as it stands now: connections outlive revocation and closing of entries. */
export interface PeerNeeds {
  readonly directory: Directory;
  readonly trust: () => Trust;
}

/** Order: there is a certificate; chain, validity, purpose and revocation; last, whose it is. */
export const judgePeer =
  ({ directory, trust }: PeerNeeds) =>
  (shown: ShownCertificate | undefined, at: Date, language: Language): PeerVerdict => {
    if (shown === undefined)
      return { ok: false, refusal: { code: 'certificate-unknown', say: { text: 'no-certificate' } } };
    const checked = checkCertificate(trust(), shown.der, { at, purpose: 'tls-client', language });
    if (!checked.ok) return { ok: false, refusal: { code: checked.code, detail: checked.text } };
    const authority = holderOfCertificate(directory, shown.fingerprint, 'tls', at);
    return authority === undefined
      ? { ok: false, refusal: { code: 'certificate-unknown', say: { text: 'certificate-not-registered' } } }
      : { ok: true, peer: { authority, fingerprint: shown.fingerprint } };
  };

/** Reads the certificate of a connection, once for each connection. */
export const certificateReader = (): ((socket: TLSSocket) => ShownCertificate | undefined) => {
  const known = new WeakMap<TLSSocket, ShownCertificate>();
  return (socket) => {
    const there = known.get(socket);
    if (there !== undefined) return there;
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return undefined;
    const shown = {
      der: certificate.raw,
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase() as CertificateFingerprint,
    };
    known.set(socket, shown);
    return shown;
  };
};
