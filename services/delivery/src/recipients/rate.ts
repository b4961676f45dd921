/** How many pushes a minute a recipient stands: a bucket of leaves to push. Pure; times are milliseconds of one clock. */

/** Leaves to push that are there, as of a moment. */
export interface Bucket {
  readonly leaves: number;
  readonly at: number;
}

const MINUTE_MS = 60_000;

/** What may be pushed at once, and how quickly leaves grow: together never more than the limit within any minute. */
const measureOf = (perMinute: number): { readonly most: number; readonly perMs: number } => {
  const most = Math.max(1, Math.floor(perMinute / 10));
  return { most, perMs: Math.max(perMinute - most, 1) / MINUTE_MS };
};

/** The bucket as of now; a new one is full. */
export const refill = (bucket: Bucket | undefined, perMinute: number, now: number): Bucket => {
  const { most, perMs } = measureOf(perMinute);
  if (bucket === undefined) return { leaves: most, at: now };
  // a clock that was set back gives nothing and takes nothing
  const passed = Math.max(now - bucket.at, 0);
  return { leaves: Math.min(bucket.leaves + passed * perMs, most), at: now };
};

/** When the next push may be made; `undefined`: now. */
export const rateUntil = (bucket: Bucket, perMinute: number): number | undefined =>
  bucket.leaves >= 1 ? undefined : bucket.at + Math.ceil((1 - bucket.leaves) / measureOf(perMinute).perMs);

/** The bucket after a push. */
export const takeLeave = (bucket: Bucket): Bucket => ({ ...bucket, leaves: bucket.leaves - 1 });
