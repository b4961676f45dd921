/** Message types. */
import type { TypeUse } from '@dienstweg/schemas/bus/requests.ts';
import type { Violation } from '@dienstweg/schemas/problems/problem.ts';

/** `GET /api/message-types` */
export interface MessageTypeList {
  readonly types: readonly MessageTypeLine[];
}

export interface MessageTypeLine {
  readonly code: string;
  readonly version: string;
  readonly name: string;
  readonly state: 'draft' | 'active' | 'deprecated' | 'retired';
  readonly inForce: boolean;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly publisher: string;
  /** Of the last 30 days; absent: none. */
  readonly use?: Omit<TypeUse, 'messageType'>;
}

/** `GET /api/message-types/{code}/{version}` */
export interface MessageTypeShown extends MessageTypeLine {
  readonly description: string;
  readonly parts: readonly {
    readonly id: string;
    readonly role: 'payload' | 'attachment';
    readonly mediaType: string;
    readonly required: boolean;
    readonly schema?: string;
    readonly limitBytes?: number;
  }[];
  readonly limits: { readonly contentBytes: number; readonly parts: number };
  readonly retryDays: number;
  readonly retentionDays: number;
  readonly businessKeys: readonly string[];
  readonly samples: readonly { readonly name: string; readonly valid: boolean; readonly sizeBytes: number }[];
  readonly otherVersions: readonly string[];
}

/**
 * `POST /api/message-types/{code}/{version}/validate?part=`: body `application/xml`, a payload; at most 1 MB. Nothing of
 * it is stored. `GET …/samples/{name}` gives a sample as text.
 */
export interface Validation {
  readonly valid: boolean;
  readonly part: string;
  readonly findings: readonly Violation[];
}
