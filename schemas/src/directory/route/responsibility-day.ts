/** Which day decides who is responsible for a message. */
import type { ServiceId } from '../../identifiers.ts';
import type { ServiceEntry } from '../change/changes.ts';
import { dayOf } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';

/**
 * The rule of the service: the day on which the author created the message, if that was earlier (`creation`, the
 * default), or `today`. The rule is that of the day of creation; a service that was not there on it prescribes nothing
 * for it.
 */
export const responsibilityWhen = (dir: Directory, service: ServiceId, createdAt: string, today: When): When => {
  const created = dayOf(new Date(createdAt));
  if (!(created < today.day)) return today;
  const then = { ...today, day: created };
  const rule = serviceOn(dir, service, then);
  return rule === undefined || rule.responsibilityOn === 'delivery' ? today : then;
};

/** The entry of a service on a day. */
export const serviceOn = (dir: Directory, service: ServiceId, when: When): ServiceEntry | undefined =>
  dir.services.inForce(service, when).at(-1);
