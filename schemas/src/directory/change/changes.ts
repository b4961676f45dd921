/**
 * The routing registry's entries and changes. A change puts entries (new ones, or a correction of one with the same
 * id) or closes them on a date. The stream `REGISTRY` holds compact JWS of `RegistryChange`, signed by a registrar;
 * the stream sequence is the edition, the stream's timestamp is "recorded at". Days are `YYYY-MM-DD`; `validUntil`
 * is the first day on which the entry no longer holds.
 */
import type { AuthorityId, CertificateFingerprint, RegionId, ServiceId } from '../../identifiers.ts';
import type { MessageTypeRef } from '../../message.ts';
import type { Language } from '../../problems/texts.ts';

/** Test and production never mix. */
export type Environment = 'test' | 'production';

/** A name in the three languages; `de` is always there. */
export interface Names {
  readonly de: string;
  readonly en?: string;
  readonly nl?: string;
}

/** Other words under which people look for something, by language. */
export type Synonyms = Readonly<Partial<Record<Language, readonly string[]>>>;

/** How people reach an authority. */
export interface Contact {
  readonly email?: string;
  readonly phone?: string;
  readonly url?: string;
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
  /** The same authority under other schemes: a message that names one of these means this authority. */
  readonly otherIds?: readonly AuthorityId[];
  readonly names: Names;
  /** Path in the tree of categories, e.g. `municipality/trade-office`. */
  readonly category: string;
  readonly environment: Environment;
  readonly region?: RegionId;
  /** The authority of which this one is a department. */
  readonly partOf?: AuthorityId;
  readonly contact?: Contact;
}

/** A node of the tree of categories. Where any category is registered, authorities have registered ones only. */
export interface CategoryEntry extends Valid {
  readonly kind: 'category';
  /** Path, e.g. `municipality/trade-office`; everything above the last `/` must be registered too. */
  readonly category: string;
  readonly names: Names;
  /** Prefix of the directory keys of its authorities, e.g. `xga`; not all prefixes are three lower-case letters. */
  readonly keyPrefix?: string;
}

/** From `validFrom` on, `successor` stands for `predecessor`: what is for the one reaches the other. */
export interface SuccessionEntry extends Valid {
  readonly kind: 'succession';
  readonly predecessor: AuthorityId;
  readonly successor: AuthorityId;
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
  /** Pushes at the same time, and pushes a minute, that the recipient stands; absent: the broker's own limits. */
  readonly limitConcurrent?: number;
  readonly limitPerMinute?: number;
  /** Nothing is pushed within these. */
  readonly maintenance?: readonly MaintenanceWindow[];
}

/** Once (RFC 3339 instants), or every week (`weekday` 1 = Monday … 7; local time of Europe/Berlin, may pass midnight). */
export type MaintenanceWindow =
  | { readonly from: string; readonly until: string }
  | { readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7; readonly fromTime: string; readonly untilTime: string };

export interface ServiceEntry extends Valid {
  readonly kind: 'service';
  readonly service: ServiceId;
  readonly names: Names;
  readonly synonyms?: Synonyms;
  /** Declared roles, e.g. `responsible`, `tax-office`. */
  readonly roles: readonly string[];
  /** The day that decides who is responsible: of the message's creation, or of its delivery. Default `creation`. */
  readonly responsibilityOn?: 'creation' | 'delivery';
  /** What becomes of a message for which nobody is responsible. Default `refuse`. */
  readonly unresolvable?: 'refuse' | 'clear';
}

export interface RegionEntry extends Valid {
  readonly kind: 'region';
  readonly region: RegionId;
  readonly names: Names;
  readonly level: 'country' | 'state' | 'district-government' | 'county' | 'association' | 'municipality' | 'area';
  /** Eight-digit AGS that means the same municipality. */
  readonly ags?: string;
  readonly postalCodes?: readonly string[];
  readonly synonyms?: Synonyms;
  /** Of an area that does not nest (district of a tax office, court, chamber): the regions that belong to it. */
  readonly members?: readonly RegionId[];
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
  /** The message must state one of these legal bases (its text), or one of these purposes; absent: none is asked for. */
  readonly legalBases?: readonly string[];
  readonly purposes?: readonly string[];
}

/**
 * A message type switched on. While no activation of a type is registered, it is on for everybody; from the first one
 * on it is on only for whom an activation in force covers. One for an authority covers its departments (`partOf`).
 */
export interface ActivationEntry extends Valid {
  readonly kind: 'activation';
  readonly messageTypeCode: string;
  readonly who: PartyPattern;
  readonly direction: 'send' | 'take' | 'both';
}

/** Changes that touch entries of these kinds take effect only when a second registrar has approved them. */
export interface ApprovalRuleEntry extends Valid {
  readonly kind: 'approval-rule';
  readonly kinds: readonly EntryKind[];
}

/** Days on which a calendar differs from what the law of the region says. */
export interface HolidayEntry extends Valid {
  readonly kind: 'holiday';
  readonly region: RegionId;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly names: Names;
  /** False: a working day although the calendar says otherwise. */
  readonly free: boolean;
}

/**
 * A version of a message type: its content by digest, and on which days it counts as what. Before `validFrom` it is
 * announced, from `validUntil` on it is retired.
 */
export interface MessageTypeEntry extends Valid {
  readonly kind: 'message-type';
  readonly messageTypeCode: string;
  readonly version: string;
  readonly names: Names;
  /** Of its content, see `message-types/package.ts`; absent: the type comes with the product. */
  readonly digest?: string;
  /** True: for test messages only, and its content may still change. */
  readonly draft?: boolean;
  /** First day on which it is taken with a warning. */
  readonly deprecatedFrom?: string;
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
  | CategoryEntry
  | SuccessionEntry
  | CertificateEntry
  | EndpointEntry
  | ServiceEntry
  | RegionEntry
  | ResponsibilityEntry
  | PermissionEntry
  | ActivationEntry
  | MandateEntry
  | ApprovalRuleEntry
  | HolidayEntry
  | MessageTypeEntry;

export type EntryKind = RegistryEntry['kind'];

/** One signed change; all of it is recorded or nothing. */
export interface RegistryChange {
  /** UUID: the same change sent twice is recorded once. */
  readonly id: string;
  /** Who asks for it. */
  readonly by: string;
  readonly reason: string;
  /** The edition the editor looked at: refused where one of its entries was changed since. */
  readonly basedOn?: number;
  /** Codes of warnings (e.g. `gap`) that the editor has seen and confirms. */
  readonly confirms?: readonly string[];
  /**
   * A change too large for one record comes in parts with the same id, `by` and `reason`: `n` from 1 to `of`, each
   * signed. It takes effect, whole, with its last part; a set that stays incomplete never does.
   */
  readonly part?: { readonly n: number; readonly of: number };
  readonly puts: readonly RegistryEntry[];
  readonly closes: readonly {
    readonly id: string;
    readonly validUntil: string;
  }[];
}

/**
 * A second registrar's word on a change that needs four eyes. The change stands in the stream as proposed; with the
 * approval it takes effect, in the edition of the approval; withdrawn, it never does.
 */
export interface RegistryDecision {
  /** UUID of the decision. */
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly decides: string;
  readonly decision: 'approve' | 'withdraw';
}

/** What a record of the stream `REGISTRY` says. */
export type RegistryRecord = RegistryChange | RegistryDecision;
