/** How the view of messages stands, as people read it. */
import type { ViewStanding } from '@dienstweg/schemas/bus/requests.ts';

/** A few lines. */
export const viewText = ({
  database,
  positions,
  behind,
  caughtUp,
  rebuilding,
  rebuilt,
  sizeBytes,
}: ViewStanding): string =>
  [
    `${database}, ${(sizeBytes / 1_000_000).toFixed(1)} MB; up to message ${positions.messages} and event store ${positions.events}`,
    caughtUp && behind === 0 ? 'Everything is in it.' : `${behind} stored messages are still to be taken in.`,
    ...(rebuilding === undefined
      ? []
      : [
          `It is being made anew since ${rebuilding.startedAt}: ${rebuilding.taken} stored messages taken in, ${rebuilding.behind} to go. The former one answers meanwhile.`,
        ]),
    ...(rebuilt === undefined ? [] : [`Made anew at ${rebuilt.at}: ${rebuilt.because}.`]),
  ].join('\n');
