/** Entries by the keys that are their own: what they are called, or whose they are. Responsibilities stand elsewhere. */
import type {
  ActivationEntry,
  ApprovalRuleEntry,
  AuthorityEntry,
  CategoryEntry,
  CertificateEntry,
  EndpointEntry,
  HolidayEntry,
  MandateEntry,
  MessageTypeEntry,
  PermissionEntry,
  RegionEntry,
  RegistryEntry,
  ResponsibilityEntry,
  ServiceEntry,
  SuccessionEntry,
} from '../change/changes.ts';
import { type Version, VersionsByKey } from '../fold/version.ts';

/** Every entry but responsibilities. */
export type OtherEntry = Exclude<RegistryEntry, ResponsibilityEntry>;

/** What each index is by, its getter in the directory says. */
export class OwnKeys {
  readonly regionSchemes = new Set<string>();
  readonly authorities = new VersionsByKey<AuthorityEntry>();
  readonly services = new VersionsByKey<ServiceEntry>();
  readonly regions = new VersionsByKey<RegionEntry>();
  readonly certificates = new VersionsByKey<CertificateEntry>();
  readonly certificatesOf = new VersionsByKey<CertificateEntry>();
  readonly endpoints = new VersionsByKey<EndpointEntry>();
  readonly permissions = new VersionsByKey<PermissionEntry>();
  readonly mandates = new VersionsByKey<MandateEntry>();
  readonly categories = new VersionsByKey<CategoryEntry>();
  readonly successions = new VersionsByKey<SuccessionEntry>();
  readonly activations = new VersionsByKey<ActivationEntry>();
  readonly approvalRules = new VersionsByKey<ApprovalRuleEntry>();
  readonly messageTypes = new VersionsByKey<MessageTypeEntry>();
  readonly holidays = new VersionsByKey<HolidayEntry>();

  /** Files a version. */
  add(version: Version<OtherEntry>): void {
    const { entry } = version;
    const of = <E extends RegistryEntry>(_: E): Version<E> => version as Version<E>;
    switch (entry.kind) {
      case 'authority':
        this.authorities.add(entry.authority, of(entry));
        break;
      case 'service':
        this.services.add(entry.service, of(entry));
        break;
      case 'region':
        this.regionSchemes.add(entry.region.slice(0, entry.region.indexOf(':')));
        this.regions.add(entry.region, of(entry));
        break;
      case 'certificate':
        this.certificatesOf.add(entry.authority, of(entry));
        this.certificates.add(entry.fingerprint, of(entry));
        break;
      case 'endpoint':
        this.endpoints.add(entry.authority, of(entry));
        break;
      case 'permission':
        this.permissions.add(entry.messageTypeCode, of(entry));
        break;
      case 'mandate':
        this.mandates.add(entry.author, of(entry));
        break;
      case 'category':
        this.categories.add(entry.category, of(entry));
        break;
      case 'succession':
        this.successions.add(entry.predecessor, of(entry));
        break;
      case 'activation':
        this.activations.add(entry.messageTypeCode, of(entry));
        break;
      case 'approval-rule':
        for (const kind of new Set(entry.kinds)) this.approvalRules.add(kind, of(entry));
        break;
      case 'holiday':
        this.holidays.add(entry.region, of(entry));
        break;
      case 'message-type':
        this.messageTypes.add(entry.messageTypeCode, of(entry));
        break;
      default:
        entry satisfies never;
    }
  }
}
