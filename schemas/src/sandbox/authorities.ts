/**
 * The sandbox authorities: invented names and keys that cannot be real (ARS state 99, OIN prefix 00000099). Plain
 * data, from which the directory, the keys and the recipients of the sandbox are made.
 */
import { type AuthorityId, parseAuthorityId, parseRegionId, type RegionId } from '../identifiers.ts';
import { authoritiesOnTheGermanSide } from './authorities-de.ts';
import { authoritiesOnTheDutchSide } from './authorities-nl.ts';
import { authoritiesOfProcedures } from './authorities-procedures.ts';
import type { SandboxAuthorityData } from './authority-data.ts';

export type { SandboxBehaviour } from './authority-data.ts';

/** A sandbox authority. */
export interface SandboxAuthority extends Omit<SandboxAuthorityData, 'id' | 'otherIds' | 'region' | 'environment'> {
  readonly id: AuthorityId;
  readonly otherIds?: readonly AuthorityId[];
  readonly region: RegionId;
  readonly environment: 'test' | 'production';
}

const authority = (data: SandboxAuthorityData): SandboxAuthority => {
  const { otherIds: others, ...rest } = data;
  const id = parseAuthorityId(data.id);
  const region = parseRegionId(data.region);
  const otherIds = others?.flatMap((other) => parseAuthorityId(other) ?? []);
  if (id === undefined || region === undefined || otherIds?.length !== others?.length)
    throw new Error(`sandbox authority ${data.name}: identifier`);
  return {
    ...rest,
    id,
    region,
    environment: data.environment ?? 'test',
    ...(otherIds === undefined ? {} : { otherIds }),
  };
};

/** Every sandbox authority, in a fixed order. */
export const SANDBOX_AUTHORITIES: readonly SandboxAuthority[] = [
  ...authoritiesOnTheGermanSide,
  ...authoritiesOnTheDutchSide,
  ...authoritiesOfProcedures,
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
