/** The directory: authorities, what is said of one, who is responsible, who sends to whom. */

import type { AuthorityEntry, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf, holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { nameIn } from '@dienstweg/schemas/directory/parties.ts';
import { type AuthorityId, parseAuthorityId, parseRegionId, parseServiceId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type {
  AuthorityLine,
  AuthorityList,
  AuthorityShown,
  FlowMap,
  RouteAsked,
  RouteShown,
} from '../api/shapes/directory.ts';
import type { Handler } from '../receive/server.ts';
import type { ViewNeeds } from './needs.ts';
import type { RecipientLook } from './recipients.ts';
import { authorityIn, dayIn, momentIn, nonsense, textIn } from './values.ts';
import { namesOf } from './words.ts';

/** What pages of authorities need beside. */
export interface DirectoryNeeds extends ViewNeeds {
  readonly recipients: () => Promise<RecipientLook>;
}

const foldedText = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

const channelOf = (directory: Directory, authority: AuthorityId, day: string): AuthorityLine['channel'] =>
  directory.endpoints.inForce(authority, { day }).at(-1)?.channel.type ?? 'none';

const lineOf = (
  directory: Directory,
  entry: AuthorityEntry,
  day: string,
  language: Language,
  paused: ReadonlySet<string>,
): AuthorityLine => ({
  authority: entry.authority,
  name: nameIn(entry.names, language),
  category: entry.category,
  environment: entry.environment,
  ...(entry.region === undefined ? {} : { region: entry.region }),
  channel: channelOf(directory, entry.authority, day),
  paused: paused.has(entry.authority),
});

/** Authorities in force on a day, by identifier; all of them are looked at, some ten thousand in a country. */
const inForceOn = (directory: Directory, day: string): readonly AuthorityEntry[] =>
  [...directory.authorities.keys()].flatMap((id) => directory.authorities.inForce(id, { day }).slice(-1));

const categoriesOf = (
  directory: Directory,
  entries: readonly AuthorityEntry[],
  day: string,
  language: Language,
): AuthorityList['categories'] =>
  [...Map.groupBy(entries, ({ category }) => category)]
    .map(([category, { length: count }]) => {
      const names = directory.categories.inForce(category, { day }).at(-1)?.names;
      return { category, name: names === undefined ? category : nameIn(names, language), count };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** `GET /api/authorities` */
export const listAuthorities =
  ({ directory, now, recipients }: DirectoryNeeds): Handler =>
  async ({ query, language }): Promise<AuthorityList> => {
    const { at: day = dayOf(now()) } = dayIn(query, 'at');
    const { search, after } = { ...textIn(query, 'search'), ...textIn(query, 'after') };
    const words = foldedText(search ?? '')
      .split(/\s+/)
      .filter((word) => word !== '');
    const everyone = inForceOn(directory, day);
    const found = everyone
      .filter(({ category }) => query.category === undefined || category === query.category)
      .filter(({ environment }) => query.environment === undefined || environment === query.environment)
      .filter(({ authority, names, otherIds = [] }) => {
        const text = foldedText([authority, ...otherIds, ...Object.values(names)].join(' '));
        return words.every((word) => text.includes(word));
      })
      .map((entry) => ({ entry, key: `${foldedText(nameIn(entry.names, language))} ${entry.authority}` }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const limit = Number(query.limit);
    const page = found.filter(({ key }) => after === undefined || key > after).slice(0, limit + 1);
    const { paused } = await recipients();
    const next = page.length > limit ? page[limit - 1]?.key : undefined;
    return {
      edition: directory.edition,
      at: day,
      authorities: page.slice(0, limit).map(({ entry }) => lineOf(directory, entry, day, language, paused)),
      categories: categoriesOf(directory, everyone, day, language),
      ...(next === undefined ? {} : { next }),
      names: {},
    };
  };

const AT_MOST = 2_000;

const names = (entry: RegistryEntry, authority: AuthorityId): boolean => {
  switch (entry.kind) {
    case 'succession':
      return entry.predecessor === authority || entry.successor === authority;
    case 'mandate':
      return entry.provider === authority || entry.author === authority;
    case 'permission':
      return [entry.from, entry.to].some((party) => 'authority' in party && party.authority === authority);
    case 'activation':
      return 'authority' in entry.who && entry.who.authority === authority;
    default:
      return 'authority' in entry && entry.authority === authority;
  }
};

/** A certificate's octets are of no use to people. */
const withoutOctets = (entry: RegistryEntry): RegistryEntry =>
  entry.kind === 'certificate' ? { ...entry, der: '' } : entry;

/** `GET /api/authorities/{authority}` */
export const showAuthority =
  ({ directory, now, recipients }: DirectoryNeeds): Handler =>
  async ({ params, query, language }): Promise<AuthorityShown> => {
    const authority = parseAuthorityId(String(params.authority));
    if (authority === undefined) throw nonsense('authority', params.authority, 'scheme:value');
    const { at: day = dayOf(now()) } = dayIn(query, 'at');
    if (directory.authorities.known(authority).length === 0)
      throw new ProblemError(problem('not-found', { detail: 'The directory does not know this authority.' }));
    const [entries, later]: [RegistryEntry[], RegistryEntry[]] = [[], []];
    for (const entry of directory.entries()) {
      if (entries.length + later.length >= AT_MOST) break;
      if (!names(entry, authority)) continue;
      if (holdsOn(entry, day)) entries.push(withoutOctets(entry));
      else if (entry.validFrom > day) later.push(withoutOctets(entry));
    }
    const ids = [...entries, ...later].flatMap((entry) => othersIn(entry));
    return {
      authority,
      at: day,
      edition: directory.edition,
      entries,
      later,
      recipient: (await recipients()).of(authority),
      commands: [
        { what: 'endpoint', command: `dienstweg registry add endpoint --authority ${authority} …` },
        { what: 'history', command: 'dienstweg registry history ENTRY' },
      ],
      names: namesOf(directory, [authority, ...ids], language, now()),
    };
  };

const othersIn = (entry: RegistryEntry): readonly AuthorityId[] => {
  switch (entry.kind) {
    case 'succession':
      return [entry.predecessor, entry.successor];
    case 'mandate':
      return [entry.provider, entry.author];
    case 'authority':
      return entry.partOf === undefined ? [] : [entry.partOf];
    default:
      return [];
  }
};

/** `GET /api/routes` */
export const showRoute =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, language }): Promise<RouteShown> => {
    const [service, region] = [parseServiceId(String(query.service)), parseRegionId(String(query.region))];
    if (service === undefined) throw nonsense('service', query.service, 'leika:… (14 digits)');
    if (region === undefined) throw nonsense('region', query.region, 'ars:… (12 digits)');
    const route = await ask('registryRoute', {
      service,
      region,
      ...textIn(query, 'role'),
      ...dayIn(query, 'at'),
      ...momentIn(query, 'asKnownAt'),
      ...authorityIn(query, 'author'),
      ...textIn(query, 'messageType'),
      ...textIn(query, 'messageTypeVersion'),
      explain: true,
      language,
    });
    const ids = route.readers.flatMap(({ authority, insteadOf }) => [authority, insteadOf]);
    return { route, names: namesOf(directory, ids, language, now()) };
  };

/** `GET /api/routes/ask` */
export const askInWords =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, language }): Promise<RouteAsked> => {
    const answer = await ask('registrySearch', { text: String(query.text), language, ...dayIn(query, 'at') });
    const ids = answer.answers.flatMap(({ route }) => route.readers.map(({ authority }) => authority));
    return { answer, names: namesOf(directory, ids, language, now()) };
  };

/** `GET /api/flows` */
export const showFlows =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, language }): Promise<FlowMap> => {
    const { flows, total } = await ask('trackingFlows', {
      ...dayIn(query, 'from'),
      ...dayIn(query, 'to'),
      ...authorityIn(query, 'author'),
      ...authorityIn(query, 'reader'),
      limit: 200,
    });
    const ids = flows.flatMap(({ author, reader }) => [author, reader]);
    return { flows, total, names: namesOf(directory, ids, language, now()) };
  };
