/** Certificates, operations, audit log, users, alarms. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { FindingShown, Keyset, Named } from './common.ts';

/** `GET /api/certificates` */
export interface CertificateList extends Named {
  readonly at: string;
  readonly certificates: readonly CertificateShown[];
  readonly revocationLists: readonly {
    readonly issuer: string;
    readonly thisUpdate: string;
    readonly nextUpdate?: string;
    readonly ageSeconds: number;
    readonly overdue: boolean;
    readonly revoked: number;
  }[];
  /** What is wrong in the trust folder, in words. */
  readonly remarks: readonly string[];
}

export interface CertificateShown {
  readonly is: 'anchor' | 'intermediate' | 'node' | 'authority';
  /** Node name or authority; of anchors and intermediates their subject. */
  readonly owner: string;
  readonly purpose: string;
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serial?: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly daysLeft: number;
  readonly state: 'good' | 'expires-soon' | 'expired' | 'revoked' | 'not-yet';
  /** A successor of the same owner and purpose is already registered or in place. */
  readonly overlap: boolean;
  /** What stops when it ends, in the language of the request. */
  readonly stops: readonly string[];
  /** How it is renewed: a command, or what to ask whom. */
  readonly renewal: string;
}

/** `GET /api/operations` */
export interface Operations {
  readonly at: string;
  readonly services: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly pid?: number;
    readonly memoryMb?: number;
    readonly restarts?: number;
  }[];
  readonly findings: readonly FindingShown[];
  readonly streams: readonly {
    readonly name: string;
    readonly messages: number;
    readonly bytes: number;
    readonly limitBytes?: number;
    readonly firstAt?: string;
    readonly lastAt?: string;
    readonly lastSequence: number;
  }[];
  /** How far whoever follows has come. */
  readonly followers: readonly { readonly name: string; readonly stream: string; readonly behind: number }[];
  readonly timers: { readonly waiting: number; readonly dueSoon: number; readonly reachable: boolean };
  readonly workers: readonly { readonly name: string; readonly ready: number; readonly busy: number }[];
  readonly limits: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  readonly disk?: { readonly freeBytes: number; readonly totalBytes: number };
  readonly live: { readonly connections: number; readonly atMost: number };
}

/** `GET /api/audit?by=&action=&message=&since=&until=&after=&limit=`; also `…/export?format=jsonl|csv|cef`. */
export interface AuditList extends Named, Keyset {
  readonly entries: readonly AuditEntry[];
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly reason?: string;
  readonly messageId?: string;
  readonly author?: AuthorityId;
  readonly deliveryId?: string;
  readonly target?: string;
  /** Where it stands in the log that cannot be changed: stream and sequence. */
  readonly proof: { readonly stream: string; readonly sequence: number };
}

/** `GET /api/users`: who has signed in within 30 days, and which roles mean what. */
export interface UserList {
  readonly users: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly lastSeenAt: string;
    readonly sessions: number;
  }[];
  readonly roles: readonly { readonly role: string; readonly permissions: readonly string[] }[];
}

/** Something that needs somebody. */
export interface AlarmShown {
  readonly id: string;
  readonly code: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly text: string;
  readonly remedy: string;
  readonly since: string;
  readonly subject?: string;
  readonly escalatedAt?: string;
  readonly acknowledged?: { readonly at: string; readonly by: string; readonly reason: string };
  readonly endedAt?: string;
}

/** `GET /api/alarms?all=`; `POST /api/alarms/{id}/acknowledge` with a reason answers the alarm. */
export interface AlarmList {
  readonly alarms: readonly AlarmShown[];
}
