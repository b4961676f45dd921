/** How states, steps and severities look: a picture, a tone and always a word (see `words/states.ts`). */

import type { AlarmSeverity } from '@dienstweg/schemas/alarms/alarm.ts';
import type { FailureStep } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState, MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { CertificateShown, MessageTypeLine } from '../../src/api/shapes.ts';
import type { IconName } from './parts/icon-paths.ts';

/** KERN's tones of feedback, and one for what is neither. */
export type Tone = 'info' | 'success' | 'warning' | 'danger' | 'neutral';

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

/** Every state of a message, as it is filtered by. The order is that of its way. */
export const MESSAGE_STATES = [
  'accepted',
  'delivering',
  'waiting',
  'in-mailbox',
  'handed-over',
  'accepted-by-reader',
  'rejected-by-reader',
  'dead-letter',
  'expired',
  'refused',
] as const satisfies readonly MessageState[];

export const LOOK_OF_STATE: Readonly<Record<MessageState | DeliveryState, Look>> = {
  accepted: { tone: 'info', icon: 'accepted' },
  delivering: { tone: 'info', icon: 'sending' },
  waiting: { tone: 'warning', icon: 'waiting' },
  'in-mailbox': { tone: 'info', icon: 'inbox' },
  'handed-over': { tone: 'success', icon: 'check' },
  'accepted-by-reader': { tone: 'success', icon: 'check-double' },
  'rejected-by-reader': { tone: 'danger', icon: 'rejected' },
  'dead-letter': { tone: 'danger', icon: 'dead-letter' },
  expired: { tone: 'danger', icon: 'expired' },
  refused: { tone: 'danger', icon: 'refused' },
  assigned: { tone: 'neutral', icon: 'assigned' },
};

export const LOOK_OF_STEP: Readonly<Record<FailureStep, Look>> = {
  waiting: { tone: 'warning', icon: 'waiting' },
  'dead-letter': { tone: 'danger', icon: 'dead-letter' },
  clearing: { tone: 'warning', icon: 'assigned' },
  'rejected-by-reader': { tone: 'danger', icon: 'rejected' },
  expired: { tone: 'danger', icon: 'expired' },
};

export const LOOK_OF_SEVERITY: Readonly<Record<AlarmSeverity, Look>> = {
  critical: { tone: 'danger', icon: 'danger' },
  warning: { tone: 'warning', icon: 'warning' },
};

export const LOOK_OF_CERTIFICATE: Readonly<Record<CertificateShown['state'], Look>> = {
  good: { tone: 'success', icon: 'check' },
  'expires-soon': { tone: 'warning', icon: 'waiting' },
  expired: { tone: 'danger', icon: 'expired' },
  revoked: { tone: 'danger', icon: 'refused' },
  'not-yet': { tone: 'info', icon: 'calendar' },
};

export const LOOK_OF_TYPE: Readonly<Record<MessageTypeLine['state'], Look>> = {
  draft: { tone: 'neutral', icon: 'file' },
  active: { tone: 'success', icon: 'check' },
  deprecated: { tone: 'warning', icon: 'waiting' },
  retired: { tone: 'neutral', icon: 'stop' },
};
