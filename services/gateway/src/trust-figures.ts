/** Figures of trust and of the index: when certificates and revocation lists run out, how far the view of messages has come. */
import { X509Certificate } from 'node:crypto';
import type { Trust } from '@dienstweg/certs/trust/trust.ts';
import { certificateFigures, gauge } from '@dienstweg/infra/metrics.ts';
import type { Registry } from 'prom-client';

/** Where they are read. */
export interface TrustFigureSources {
  readonly trust: () => Trust;
  /** PEM of this node's certificates, by what they are for. */
  readonly certificates: Readonly<Record<string, string>>;
  readonly indexBehind: () => number;
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const firstEndOf = (issuersPem: string): number | undefined => {
  const ends = (issuersPem.match(PEM) ?? []).map((pem) => new X509Certificate(pem).validToDate.getTime() / 1000);
  return ends.length === 0 ? undefined : Math.min(...ends);
};

/** Adds them. */
export const trustFigures = (registry: Registry, { trust, certificates, indexBehind }: TrustFigureSources): void => {
  certificateFigures(registry, certificates);
  gauge(
    registry,
    'dienstweg_gateway_issuers_expiry_timestamp_seconds',
    'Until when the first of the trusted anchors and intermediates holds, in seconds since 1970',
    () => firstEndOf(trust().issuersPem()),
  );
  gauge(
    registry,
    'dienstweg_gateway_revocation_list_due_timestamp_seconds',
    'When the first of the revocation lists is due to be renewed, in seconds since 1970',
    () => (trust().crlsDueAt()?.getTime() ?? Number.NaN) / 1000,
  );
  gauge(registry, 'dienstweg_gateway_index_behind', 'Stored messages the index has still to take in', indexBehind);
};
