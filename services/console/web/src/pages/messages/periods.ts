/** Periods that are asked for often. */
export const PERIODS = [
  { key: 'lastHour', ms: 3_600_000 },
  { key: 'lastDay', ms: 86_400_000 },
  { key: 'lastWeek', ms: 604_800_000 },
] as const;
