/**
 * The sandbox authorities: invented names and keys that cannot be real (ARS state 99, OIN prefix 00000099). Plain
 * data, from which the directory, the keys and the recipients of the sandbox are made.
 */
import { type AuthorityId, parseAuthorityId, parseRegionId, type RegionId } from '../identifiers.ts';
import { authoritiesOnTheGermanSide } from './authorities-de.ts';
import { authoritiesOnTheDutchSide } from './authorities-nl.ts';

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

/** A sandbox authority. */
export interface SandboxAuthority extends Omit<SandboxAuthorityData, 'id' | 'region' | 'environment'> {
  readonly id: AuthorityId;
  readonly region: RegionId;
  readonly environment: 'test' | 'production';
}

const authority = (data: SandboxAuthorityData): SandboxAuthority => {
  const id = parseAuthorityId(data.id);
  const region = parseRegionId(data.region);
  if (id === undefined || region === undefined) throw new Error(`sandbox authority ${data.name}: identifier`);
  return { ...data, id, region, environment: data.environment ?? 'test' };
};

/** Every sandbox authority, in a fixed order. */
export const SANDBOX_AUTHORITIES: readonly SandboxAuthority[] = [
  ...authoritiesOnTheGermanSide,
  ...authoritiesOnTheDutchSide,
].map(authority);

/** The sandbox authority with a short name; throws where there is none, for names are written in our own data. */
export const sandboxAuthority = (name: string): SandboxAuthority => {
  const found = SANDBOX_AUTHORITIES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sandbox authority is called ${name}`);
  return found;
};

/** The sandbox authority meant by a short name or an identifier; `undefined` where there is none. */
export const findSandboxAuthority = (nameOrId: string): SandboxAuthority | undefined =>
  SANDBOX_AUTHORITIES.find((each) => each.name === nameOrId || each.id === nameOrId);
