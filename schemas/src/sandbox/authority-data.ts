import type { Contact, MaintenanceWindow } from '../directory/change/changes.ts';

/**
 * What a sandbox recipient does with a message: `accept`: takes it and accepts it with its own signature; `answer`:
 * the same, and sends what `answerFor` says; `down-until`: breaks the connection at the first two attempts of each
 * round and takes the third; `refuse-until`: answers the first push of a delivery with 400, which makes it a dead
 * letter, and takes what is pushed after that, that is, after a replay; neither decides on what it took; `mailbox`:
 * nothing is pushed, it fetches.
 */
export type SandboxBehaviour = 'accept' | 'answer' | 'down-until' | 'refuse-until' | 'mailbox';

/** A sandbox authority as its data is written. */
export interface SandboxAuthorityData {
  /** Short name for people and flows, e.g. `quellhorn.gewerbeamt`; unique. */
  readonly name: string;
  readonly id: string;
  readonly names: { readonly de: string; readonly en: string; readonly nl: string };
  readonly category: string;
  /** The same authority under other schemes. */
  readonly otherIds?: readonly string[];
  readonly contact?: Contact;
  readonly region: string;
  readonly environment?: 'production';
  readonly channel: 'push' | 'mailbox';
  readonly behaviour: SandboxBehaviour;
  readonly maintenance?: readonly MaintenanceWindow[];
  /** Where the recipient stands when it is not the sandbox service: the load generator's own. */
  readonly pushedTo?: 'bench';
}
