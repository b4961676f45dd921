/** Which days a version of a message type counts on, and as what: by its manifest, or by the registry once it stands there. */
import type { MessageTypeManifest, MessageTypeState } from './manifest.ts';

/** Days are legal days, `YYYY-MM-DD`; an end is the first day on which something no longer holds. */
export interface TypeStanding {
  /** For test messages only; its content may still change. */
  readonly draft: boolean;
  readonly validFrom: string;
  /** Retired from this day on. */
  readonly validUntil?: string;
  /** Still taken from this day on, with a warning. */
  readonly deprecatedFrom?: string;
  /** Retired whatever its days: its manifest says so. */
  readonly isRetired?: boolean;
}

/** What a manifest says by itself. */
export const standingOfManifest = ({ state, validFrom, validUntil }: MessageTypeManifest): TypeStanding => ({
  draft: state === 'draft',
  validFrom,
  ...(validUntil === undefined ? {} : { validUntil }),
  ...(state === 'deprecated' ? { deprecatedFrom: validFrom } : {}),
  ...(state === 'retired' ? { isRetired: true } : {}),
});

/** The state on a day. `active` before `validFrom`, too: it is announced then, and not in force. */
export const stateOn = (
  { draft, validUntil, deprecatedFrom, isRetired }: TypeStanding,
  day: string,
): MessageTypeState => {
  if (isRetired === true || (validUntil !== undefined && validUntil <= day)) return 'retired';
  if (draft) return 'draft';
  return deprecatedFrom !== undefined && deprecatedFrom <= day ? 'deprecated' : 'active';
};

/** Whether messages count on a day; those of a draft as test messages only. */
export const countsOn = (standing: TypeStanding, day: string): boolean =>
  standing.validFrom <= day && stateOn(standing, day) !== 'retired';
