/** What no longer is: a municipality that became part of another, and its office, for which that one's stands now. */
import type { AuthorityEntry, RegionEntry, SuccessionEntry } from '../directory/change/changes.ts';
import { type AuthorityId, parseAuthorityId, parseRegionId } from '../identifiers.ts';
import { sandboxAuthority } from './authorities.ts';

/** The day of the merger. */
const MERGED = '2025-01-01';

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('sandbox: identifier');
  return value;
};

/** Registration office of Altfehn, until it became part of Fehnhusen. */
export const FORMER_AUTHORITY: AuthorityId = must(parseAuthorityId('dvdv:ags:99010040'));

/** The former municipality, its office, and who stands for it. */
export const formerEntries = (validFrom: string): readonly (AuthorityEntry | RegionEntry | SuccessionEntry)[] => {
  const region = must(parseRegionId('ars:990105401040'));
  const period = { validFrom, validUntil: MERGED };
  return [
    {
      kind: 'region',
      id: `sandbox/region/${region}`,
      ...period,
      region,
      names: { de: 'Altfehn', en: 'Municipality of Altfehn', nl: 'Gemeente Altfehn' },
      level: 'municipality',
      ags: '99010040',
    },
    {
      kind: 'authority',
      id: `sandbox/authority/${FORMER_AUTHORITY}`,
      ...period,
      authority: FORMER_AUTHORITY,
      names: {
        de: 'Gemeinde Altfehn, Meldebehörde',
        en: 'Municipality of Altfehn, Registration Office',
        nl: 'Gemeente Altfehn, bevolkingsregister',
      },
      category: 'municipality/registration-office',
      environment: 'test',
      region,
    },
    {
      kind: 'succession',
      id: `sandbox/succession/${FORMER_AUTHORITY}`,
      validFrom: MERGED,
      predecessor: FORMER_AUTHORITY,
      successor: sandboxAuthority('fehnhusen.meldebehoerde').id,
    },
  ];
};
