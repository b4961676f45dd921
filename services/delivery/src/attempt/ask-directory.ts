/** What an attempt asks the directory on its day: where its reader is, what it takes, and who has come in its place. */
import { versionsTakenOn } from '@dienstweg/schemas/directory/cut-over.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { endpointFor } from '@dienstweg/schemas/directory/parties.ts';
import { rerouteOnDelivery } from '@dienstweg/schemas/directory/route/reroute.ts';
import type { AttemptNeeds } from './attempt.ts';

/** The answers of a directory that stays the newest. */
export const askDirectory = (
  directory: Directory,
): Pick<AttemptNeeds, 'endpointFor' | 'versionsTaken' | 'rerouted'> => ({
  endpointFor: (reader, { messageType, testMessage }, at) =>
    endpointFor(directory, reader, { messageType, testMessage, at }),
  versionsTaken: ({ messageType }, reader, at) => versionsTakenOn(directory, reader, messageType.code, dayOf(at)),
  rerouted: (accepted, { reader, role, parts, deliveryId }, at) => {
    const roles = accepted.route.readers.find((one) => one.deliveryId === deliveryId)?.roles ?? [role];
    return rerouteOnDelivery(directory, accepted, { authority: reader, role, roles, parts }, at);
  },
});
