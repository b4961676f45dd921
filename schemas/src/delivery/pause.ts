/** What stands in `PAUSES`: one subject and one entry a reader. */
import type { PausedReader } from '../alarms/alarm.ts';

/** `resumed`: it is pushed to again since then. */
export type StoredPause = PausedReader & { readonly state: 'paused' | 'resumed' };
