/** From addressee and distribution to authorities: which authority becomes a reader, by which role, with which parts. */
import type { AuthorityId, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageHeader } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import type { ResponsibilityEntry } from './changes.ts';
import type { Directory } from './directory.ts';
import { everResponsible, firstDayAfter } from './later.ts';
import { authorityOn, isKnownRegion, rolesOf } from './parties.ts';
import { type Say, sayIn } from './route-texts.ts';
import type { When } from './version.ts';

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
}

interface Asked {
  readonly dir: Directory;
  readonly when: When;
  readonly say: Say;
  readonly language: Language;
}

type Resolved = {
  readonly claims: readonly Claim[];
  readonly violations: readonly Violation[];
};

/**
 * Who becomes a reader. A role that several authorities hold is refused instead of delivered to all: what is meant
 * for one responsible authority must not reach a second because of an ambiguous directory.
 */
export const resolveReaders = (dir: Directory, header: MessageHeader, when: When, language: Language): Resolved => {
  const asked: Asked = { dir, when, say: sayIn(language), language };
  const { addressee } = header;
  const general = [
    ...(addressee.service === undefined ? [] : checkService(asked, addressee.service)),
    ...(addressee.by === 'responsibility' ? checkRegion(asked, addressee.region) : []),
  ];
  if (general.some(({ code }) => code === 'service-unknown')) return { claims: [], violations: general };
  const lines = linesOf(header).map(({ to, parts }) =>
    'reader' in to
      ? claimOfReader(asked, to.reader, parts)
      : addressee.by === 'responsibility'
        ? claimOfRole(asked, addressee.service, addressee.region, to.role, parts)
        : refuse(asked, 'role-without-region', { role: to.role }),
  );
  return {
    claims: lines.flatMap((line) => ('authority' in line ? [line] : [])),
    violations: [...lines.flatMap((line) => ('authority' in line ? [] : [line])), ...general],
  };
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
  { say, language }: Asked,
  text: Parameters<Say>[0],
  values: Readonly<Record<string, string>>,
  rest: { readonly code?: Violation['code']; readonly expected?: string } = {},
): Violation => {
  const { code = 'reader-unknown', ...more } = rest;
  return violation(code, say(text, values), { language, ...more });
};

const checkService = (asked: Asked, service: ServiceId): readonly Violation[] => {
  const { dir, when } = asked;
  if (rolesOf(dir, service, when) !== undefined) return [];
  const from = firstDayAfter(dir.services.known(service, when.edition), when.day);
  return [
    from === undefined
      ? refuse(asked, 'service-unknown', { service, day: when.day }, { code: 'service-unknown' })
      : refuse(asked, 'service-later', { service, from }, { code: 'service-unknown' }),
  ];
};

const checkRegion = (asked: Asked, region: RegionId): readonly Violation[] =>
  isKnownRegion(asked.dir, region, asked.when)
    ? []
    : [refuse(asked, 'region-unknown', { region, day: asked.when.day }, { code: 'region-unknown' })];

const claimOfReader = (asked: Asked, reader: AuthorityId, parts: readonly string[]): Claim | Violation => {
  const { dir, when } = asked;
  if (authorityOn(dir, reader, when) !== undefined) return { authority: reader, role: NAMED_READER, parts };
  const from = firstDayAfter(dir.authorities.known(reader, when.edition), when.day);
  return from === undefined
    ? refuse(asked, 'reader-unknown', { reader, day: when.day })
    : refuse(asked, 'reader-later', { reader, from });
};

const claimOfRole = (
  asked: Asked,
  service: ServiceId,
  region: RegionId,
  role: string,
  parts: readonly string[],
): Claim | Violation => {
  const { dir, when } = asked;
  const declared = rolesOf(dir, service, when) ?? [];
  if (!declared.includes(role)) {
    return refuse(asked, 'role-undeclared', { service, role }, { expected: declared.join(', ') });
  }
  const found = dir.responsibilities.find(service, role, region, when);
  const [entry] = found;
  if (entry === undefined) return nobody(asked, service, region, role);
  const authorities = [...new Set(found.map(({ authority }) => authority))];
  if (authorities.length > 1) {
    return refuse(asked, 'several-responsible', {
      service,
      region,
      role,
      authorities: authorities.join(', '),
    });
  }
  const claim = claimOfReader(asked, entry.authority, parts);
  return 'code' in claim ? claim : disclose(asked, entry, parts);
};

/** Withholds what the limit of the responsibility does not allow; adds nothing. */
const disclose = (asked: Asked, entry: ResponsibilityEntry, parts: readonly string[]): Claim | Violation => {
  const { disclosure, authority, role, id } = entry;
  const shown = disclosure === undefined ? parts : parts.filter((part) => disclosure.includes(part));
  return shown.length === 0
    ? refuse(
        asked,
        'all-withheld',
        { entry: id, reader: authority },
        { code: 'not-permitted', expected: disclosure?.join(', ') ?? '' },
      )
    : { authority, role, parts: shown, entry: id };
};

const nobody = (asked: Asked, service: ServiceId, region: RegionId, role: string): Violation => {
  const { dir, when } = asked;
  const from = firstDayAfter(everResponsible(dir, service, role, region, when), when.day);
  if (from === undefined)
    return refuse(asked, 'nobody-responsible', {
      service,
      region,
      role,
      day: when.day,
    });
  const authorities = dir.responsibilities
    .find(service, role, region, { ...when, day: from })
    .map(({ authority }) => authority)
    .join(', ');
  return refuse(asked, 'responsible-later', {
    service,
    region,
    role,
    from,
    authorities,
  });
};
