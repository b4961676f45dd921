/** From addressee and distribution to authorities: which authority becomes a reader, by which role, with which parts. */
import type { RoleInClearing } from '../../accepted.ts';
import { clearingIdOf } from '../../delivery/delivery-id.ts';
import type { AuthorityId, RegionId, ServiceId } from '../../identifiers.ts';
import type { MessageHeader } from '../../message.ts';
import { type Violation, violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { regionMeant } from '../keys/regions.ts';
import { authorityMeant } from '../keys/whose-id.ts';
import { authorityOn, isKnownRegion, rolesOf } from '../parties.ts';
import { everResponsible, firstDayAfter } from './later.ts';
import { responsibilityWhen, serviceOn } from './responsibility-day.ts';
import { findResponsible } from './responsible.ts';
import { type Say, sayIn } from './route-texts.ts';
import { standingFor } from './successors.ts';

/** The role whose authority gets everything where the author states no distribution. */
export const RESPONSIBLE = 'responsible';
/** The role of a reader whom the author named. */
export const NAMED_READER = 'reader';

/** One line of the distribution, resolved. */
export interface Claim {
  readonly authority: AuthorityId;
  readonly role: string;
  /** Parts after the disclosure limit. */
  readonly parts: readonly string[];
  readonly entry?: string;
  /** Whom author or entry name, where the authority stands for it. */
  readonly insteadOf?: AuthorityId;
  /** Entries of the successions followed; empty: none. */
  readonly successions: readonly string[];
}

/** Lines of the distribution by what became of them. */
export interface Resolved {
  /** The day that decided who is responsible. */
  readonly day: string;
  readonly claims: readonly Claim[];
  readonly clearing: readonly RoleInClearing[];
  readonly violations: readonly Violation[];
}

interface Asked {
  readonly dir: Directory;
  readonly header: MessageHeader;
  /** The day that decides who is responsible. */
  readonly when: When;
  /** The day on which readers must be there to take the message. */
  readonly today: When;
  readonly say: Say;
  readonly language: Language;
}

interface Place {
  readonly service: ServiceId;
  readonly region: RegionId;
}

type Line =
  | { readonly is: 'claim'; readonly claim: Claim }
  | { readonly is: 'clearing'; readonly cleared: RoleInClearing }
  | { readonly is: 'violation'; readonly against: Violation };

/**
 * Who becomes a reader. A role that several authorities hold is refused instead of delivered to all: what is meant
 * for one responsible authority must not reach a second because of an ambiguous directory.
 */
export const resolveReaders = (dir: Directory, header: MessageHeader, today: When, language: Language): Resolved => {
  const { addressee } = header;
  const when =
    addressee.by === 'responsibility' ? responsibilityWhen(dir, addressee.service, header.createdAt, today) : today;
  const asked: Asked = { dir, header, when, today, say: sayIn(language), language };
  const general = [
    ...(addressee.service === undefined ? [] : checkService(asked, addressee.service)),
    ...(addressee.by === 'responsibility' ? checkRegion(asked, addressee.region) : []),
  ];
  const none = { day: when.day, claims: [], clearing: [] };
  if (general.some(({ code }) => code === 'service-unknown')) return { ...none, violations: general };
  const place = placeOf(asked);
  const lines = linesOf(header).flatMap(({ to, parts }): readonly Line[] => {
    if ('reader' in to) return [lineOfReader(asked, to.reader, parts)];
    if (addressee.by === 'reader') return [refused(refuse(asked, 'role-without-region', { role: to.role }))];
    return place === undefined ? [] : [lineOfRole(asked, place, to.role, parts)];
  });
  return {
    day: when.day,
    claims: lines.flatMap((line) => (line.is === 'claim' ? [line.claim] : [])),
    clearing: lines.flatMap((line) => (line.is === 'clearing' ? [line.cleared] : [])),
    violations: [...lines.flatMap((line) => (line.is === 'violation' ? [line.against] : [])), ...general],
  };
};

/** Service and region as entries file them; `undefined` where the author names a reader, or an AGS without a row. */
const placeOf = ({ dir, header: { addressee }, when }: Asked): Place | undefined => {
  if (addressee.by === 'reader') return undefined;
  const region = regionMeant(dir, addressee.region, when);
  return region === undefined ? undefined : { service: addressee.service, region };
};

const linesOf = (header: MessageHeader): MessageHeader['distribution'] => {
  if (header.distribution.length > 0) return header.distribution;
  const { addressee } = header;
  return [
    {
      to: addressee.by === 'reader' ? { reader: addressee.reader } : { role: RESPONSIBLE },
      parts: header.parts.map(({ id }) => id),
    },
  ];
};

const refuse = (
  { say, language }: Pick<Asked, 'say' | 'language'>,
  text: Parameters<Say>[0],
  values: Readonly<Record<string, string>>,
  rest: { readonly code?: Violation['code']; readonly expected?: string; readonly remedy?: string } = {},
): Violation => {
  const { code = 'reader-unknown', ...more } = rest;
  return violation(code, say(text, values), { language, ...more });
};

const refused = (against: Violation): Line => ({ is: 'violation', against });

const checkService = (asked: Asked, service: ServiceId): readonly Violation[] => {
  const { dir, when } = asked;
  if (serviceOn(dir, service, when) !== undefined) return [];
  const from = firstDayAfter(dir.services.known(service, when.edition), when.day);
  return [
    from === undefined
      ? refuse(asked, 'service-unknown', { service, day: when.day }, { code: 'service-unknown' })
      : refuse(asked, 'service-later', { service, from }, { code: 'service-unknown' }),
  ];
};

const checkRegion = (asked: Asked, region: RegionId): readonly Violation[] => {
  const { dir, when, say } = asked;
  if (isKnownRegion(dir, region, when)) return [];
  const values = { region, day: when.day };
  return [
    region.startsWith('ags:')
      ? refuse(asked, 'ags-unknown', values, { code: 'region-unknown', remedy: say('ags-remedy') })
      : refuse(asked, 'region-unknown', values, { code: 'region-unknown' }),
  ];
};

/** Who takes what is for an authority: itself, by whichever identifier it is named, or its successor. */
const takerFor = (
  { dir, today }: Asked,
  named: AuthorityId,
): Pick<Claim, 'authority' | 'insteadOf' | 'successions'> => {
  const { authority, successions } = standingFor(dir, authorityMeant(dir, named, today), today);
  return {
    authority,
    ...(authority === named ? {} : { insteadOf: named }),
    successions: successions.map(({ id }) => id),
  };
};

/** Why an authority cannot be a reader today; `undefined` where it can. */
const notThere = (asked: Asked, reader: AuthorityId): Violation | undefined => {
  const { dir, today } = asked;
  if (authorityOn(dir, reader, today) !== undefined) return undefined;
  const from = firstDayAfter(dir.authorities.known(reader, today.edition), today.day);
  return from === undefined
    ? refuse(asked, 'reader-unknown', { reader, day: today.day })
    : refuse(asked, 'reader-later', { reader, from });
};

const lineOfReader = (asked: Asked, reader: AuthorityId, parts: readonly string[]): Line => {
  const taker = takerFor(asked, reader);
  const against = notThere(asked, taker.authority);
  return against === undefined ? { is: 'claim', claim: { ...taker, role: NAMED_READER, parts } } : refused(against);
};

const lineOfRole = (asked: Asked, place: Place, role: string, parts: readonly string[]): Line => {
  const { dir, when } = asked;
  const { service, region } = place;
  const declared = rolesOf(dir, service, when) ?? [];
  if (!declared.includes(role)) {
    return refused(refuse(asked, 'role-undeclared', { service, role }, { expected: declared.join(', ') }));
  }
  const found = findResponsible(dir, service, role, region, when);
  const [entry] = found;
  if (entry === undefined) return nobody(asked, place, role, parts);
  const authorities = [...new Set(found.map(({ authority }) => authority))];
  if (authorities.length > 1) {
    const names = authorities.join(', ');
    return refused(refuse(asked, 'several-responsible', { service, region, role, authorities: names }));
  }
  const taker = takerFor(asked, entry.authority);
  const against = notThere(asked, taker.authority);
  return against === undefined
    ? disclose(asked, entry, parts, taker)
    : clearOr(asked, place.service, role, parts, { reason: 'ended' }, against);
};

/** Withholds what the limit of the responsibility does not allow; adds nothing. */
const disclose = (
  asked: Asked,
  { disclosure, authority, role, id }: ResponsibilityEntry,
  parts: readonly string[],
  taker: Pick<Claim, 'authority' | 'insteadOf' | 'successions'>,
): Line => {
  const shown = disclosure === undefined ? parts : parts.filter((part) => disclosure.includes(part));
  const expected = disclosure?.join(', ') ?? '';
  return shown.length === 0
    ? refused(refuse(asked, 'all-withheld', { entry: id, reader: authority }, { code: 'not-permitted', expected }))
    : { is: 'claim', claim: { ...taker, role, parts: shown, entry: id } };
};

const nobody = (asked: Asked, { service, region }: Place, role: string, parts: readonly string[]): Line => {
  const { dir, when } = asked;
  const from = firstDayAfter(everResponsible(dir, service, role, region, when), when.day);
  if (from === undefined) {
    const against = refuse(asked, 'nobody-responsible', { service, region, role, day: when.day });
    return clearOr(asked, service, role, parts, { reason: 'nobody' }, against);
  }
  const authorities = findResponsible(dir, service, role, region, { ...when, day: from })
    .map(({ authority }) => authority)
    .join(', ');
  const against = refuse(asked, 'responsible-later', { service, region, role, from, authorities });
  return clearOr(asked, service, role, parts, { reason: 'later', from }, against);
};

/** Nobody can be found: left to an operator where the service prescribes it, else refused. */
const clearOr = (
  { dir, header, when }: Asked,
  service: ServiceId,
  role: string,
  parts: readonly string[],
  why: Pick<RoleInClearing, 'reason' | 'from'>,
  against: Violation,
): Line =>
  serviceOn(dir, service, when)?.unresolvable === 'clear'
    ? {
        is: 'clearing',
        cleared: { deliveryId: clearingIdOf(header.author, header.messageId, role), role, parts, ...why },
      }
    : refused(against);
