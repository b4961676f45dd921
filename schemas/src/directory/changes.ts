/**
 * The routing registry's entries and changes. A change puts entries (new ones, or a correction of one with the same
 * id) or closes them on a date. The stream `REGISTRY` holds compact JWS of `RegistryChange`, signed by a registrar;
 * the stream sequence is the edition, the stream's timestamp is "recorded at". Days are `YYYY-MM-DD`; `validUntil`
 * is the first day on which the entry no longer holds.
 */
import type { AuthorityId, CertificateFingerprint, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';

/** Test and production never mix. */
export type Environment = 'test' | 'production';

/** A name in the three languages; `de` is always there. */
export interface Names {
  readonly de: string;
  readonly en?: string;
  readonly nl?: string;
}

interface Valid {
  /** Unique among the entries of the registry; entries with the same id are versions of one thing. */
  readonly id: string;
  readonly validFrom: string;
  readonly validUntil?: string;
}

export interface AuthorityEntry extends Valid {
  readonly kind: 'authority';
  readonly authority: AuthorityId;
  readonly names: Names;
  /** Path in the tree of categories, e.g. `municipality/trade-office`. */
  readonly category: string;
  readonly environment: Environment;
  readonly region?: RegionId;
}

export interface CertificateEntry extends Valid {
  readonly kind: 'certificate';
  readonly authority: AuthorityId;
  readonly purpose: 'signing' | 'tls' | 'encryption';
  readonly fingerprint: CertificateFingerprint;
  /** Base64 of the DER form. */
  readonly der: string;
}

/** How an authority takes messages. */
export type Channel =
  | {
      readonly type: 'push';
      readonly url: string;
      readonly tlsFingerprint: CertificateFingerprint;
    }
  | { readonly type: 'mailbox' };

export interface EndpointEntry extends Valid {
  readonly kind: 'endpoint';
  readonly authority: AuthorityId;
  readonly environment: Environment;
  readonly channel: Channel;
  /** Message types taken, each with the days from and until which. */
  readonly takes: readonly (MessageTypeRef & {
    readonly from?: string;
    readonly until?: string;
  })[];
  readonly limitBytes?: number;
}

export interface ServiceEntry extends Valid {
  readonly kind: 'service';
  readonly service: ServiceId;
  readonly names: Names;
  /** Declared roles, e.g. `responsible`, `tax-office`. */
  readonly roles: readonly string[];
}

export interface RegionEntry extends Valid {
  readonly kind: 'region';
  readonly region: RegionId;
  readonly names: Names;
  readonly level: 'country' | 'state' | 'district-government' | 'county' | 'association' | 'municipality' | 'area';
}

export interface ResponsibilityEntry extends Valid {
  readonly kind: 'responsibility';
  readonly service: ServiceId;
  readonly role: string;
  /** Longest prefix wins for `ars:`; any other scheme matches exactly. */
  readonly region: RegionId;
  /** Number of leading digits of an ARS that count: 12, 9, 5, 3, 2 or 0 (whole country). */
  readonly significantDigits?: 0 | 2 | 3 | 5 | 9 | 12;
  readonly authority: AuthorityId;
  /** Disclosure limit: only these part ids may be disclosed to it; absent: all the author's distribution gives. */
  readonly disclosure?: readonly string[];
}

/** Whom a permission is about: one authority, or all below a category. */
export type PartyPattern = { readonly authority: AuthorityId } | { readonly category: string };

export interface PermissionEntry extends Valid {
  readonly kind: 'permission';
  readonly messageTypeCode: string;
  readonly from: PartyPattern;
  readonly to: PartyPattern;
}

/** A service provider acting for an authority. */
export interface MandateEntry extends Valid {
  readonly kind: 'mandate';
  readonly provider: AuthorityId;
  readonly author: AuthorityId;
  readonly handIn: boolean;
  /** Message type codes the provider may also sign. */
  readonly signs: readonly string[];
}

export type RegistryEntry =
  | AuthorityEntry
  | CertificateEntry
  | EndpointEntry
  | ServiceEntry
  | RegionEntry
  | ResponsibilityEntry
  | PermissionEntry
  | MandateEntry;

/** One signed change; all of it is recorded or nothing. */
export interface RegistryChange {
  /** UUID: the same change sent twice is recorded once. */
  readonly id: string;
  /** Who asks for it. */
  readonly by: string;
  readonly reason: string;
  /** The edition the editor looked at: refused where one of its entries was changed since. */
  readonly basedOn?: number;
  readonly puts: readonly RegistryEntry[];
  readonly closes: readonly {
    readonly id: string;
    readonly validUntil: string;
  }[];
}
