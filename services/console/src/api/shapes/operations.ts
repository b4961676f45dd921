/** Certificates, operations, audit log, users, alarms. */
import type { ToldAlarm } from '@dienstweg/schemas/alarms/alarm.ts';
import type { ActionTaken } from '@dienstweg/schemas/bus/requests.ts';
import type { FindingShown, Named } from './common.ts';

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
  readonly timers: { readonly waiting: number; readonly late: number; readonly reachable: boolean };
  /** `ready`: threads there are, or pushes and deliveries under way; `waiting`: what waits for one. */
  readonly workers: readonly { readonly name: string; readonly ready: number; readonly waiting: number }[];
  readonly limits: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  readonly disk?: { readonly freeBytes: number; readonly totalBytes: number };
  readonly live: { readonly connections: number; readonly atMost: number };
}

/** `GET /api/audit?by=&type=&messageId=&since=&until=&after=&before=&limit=`; also `…/export?format=jsonl|csv|cef`. */
export interface AuditList extends Named {
  /** Newest first. */
  readonly actions: readonly ActionTaken[];
  readonly next?: string;
  readonly previous?: string;
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

/** `GET /api/alarms?cleared=true`; `POST /api/alarms/{id}/acknowledge` with a reason answers {@link AlarmAnswer}. */
export interface AlarmList extends Named {
  readonly alarms: readonly ToldAlarm[];
}

export interface AlarmAnswer {
  readonly alarm: ToldAlarm;
}
