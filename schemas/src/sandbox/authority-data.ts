/**
 * What a sandbox recipient does with a message: `accept`: takes it and accepts it with its own signature; `answer`:
 * the same, and sends what `answerFor` says; `down-until`: breaks the connection at the first pushes of a delivery;
 * `refuse-until`: answers them with 4xx; both take a later push, without deciding on it; `mailbox`: nothing is pushed,
 * it fetches.
 */
export type SandboxBehaviour = 'accept' | 'answer' | 'down-until' | 'refuse-until' | 'mailbox';

/** A sandbox authority as its data is written. */
export interface SandboxAuthorityData {
  /** Short name for people and flows, e.g. `quellhorn.gewerbeamt`; unique. */
  readonly name: string;
  readonly id: string;
  readonly names: { readonly de: string; readonly en: string; readonly nl: string };
  readonly category: string;
  readonly region: string;
  readonly environment?: 'production';
  readonly channel: 'push' | 'mailbox';
  readonly behaviour: SandboxBehaviour;
  /** Where the recipient stands when it is not the sandbox service: the load generator's own. */
  readonly pushedTo?: 'bench';
}
