/** A way to tell somebody of alarms. */
import type { AlarmChannel } from '@dienstweg/schemas/alarms/alarm.ts';
import type { Notice } from './due.ts';

/** A notice and what became of it. */
export interface ToldNotice {
  readonly notice: Notice;
  readonly outcome: 'told' | 'given-up';
}

/** Tells notices, all at once where it can. */
export interface Channel {
  readonly channel: AlarmChannel;
  /** What was told or never will be; the rest is told again later. @throws where nothing could be told now. */
  tell(notices: readonly Notice[]): Promise<readonly ToldNotice[]>;
}
