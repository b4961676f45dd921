/** Readers that are left without a version of a message type. */
import { type Gap, gapsOf, type InForce, readerCalendars } from '@dienstweg/schemas/directory/cut-over.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityText } from '../print/trace.ts';
import type { ListedType } from './broker-types.ts';

/** Looked at where no day is named: whatever the registry says of the future, as far as anybody plans. */
export const FAR_AHEAD = '9999-12-31';

/** When the versions of one type are in force. */
export const inForceOf = (
  versions: readonly Pick<ListedType, 'version' | 'state' | 'validFrom' | 'validUntil'>[],
): ReadonlyMap<string, InForce> =>
  new Map(
    versions.flatMap(
      ({ version, state, validFrom: from, validUntil: until }): readonly (readonly [string, InForce])[] => {
        // retired by its manifest, whatever its days
        if (until === undefined && state === 'retired') return [];
        return [[version, { from, ...(until === undefined ? {} : { until }) }]];
      },
    ),
  );

/** The gaps that come about when `version` of `code` is in force only until `validUntil`. */
export const gapsByRetiring = (
  directory: Directory,
  types: readonly ListedType[],
  { code, version, validUntil }: { readonly code: string; readonly version: string; readonly validUntil: string },
  today: string,
): readonly Gap[] => {
  const before = inForceOf(types.filter((type) => type.code === code));
  const from = before.get(version)?.from;
  const after = new Map([...before, ...(from === undefined ? [] : [[version, { from, until: validUntil }] as const])]);
  const gaps = (inForce: ReadonlyMap<string, InForce>): readonly Gap[] =>
    gapsOf(readerCalendars(directory, code, today, inForce), FAR_AHEAD);
  const known = new Set(gaps(before).map((gap) => JSON.stringify(gap)));
  return gaps(after).filter((gap) => !known.has(JSON.stringify(gap)));
};

/** A line for each. */
export const gapLines = (gaps: readonly Gap[]): readonly string[] =>
  gaps.map(
    ({ reader, from, until }) =>
      `! ${authorityText(reader)} takes no version in force from ${from}${until === undefined ? ' on' : ` until ${until}`}`,
  );
