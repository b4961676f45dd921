/**
 * The merger of authorities: from a day on one of them, or a new one, has everything the others had, and stands for
 * them. One change, so that there is no day on which half of it holds. What it would break is for the checks to say.
 */
import type { AuthorityId } from '../../identifiers.ts';
import { holdsOn, isEmpty } from '../day.ts';
import type { Directory } from '../directory.ts';
import type {
  AuthorityEntry,
  CertificateEntry,
  EndpointEntry,
  Names,
  PartyPattern,
  RegistryChange,
  RegistryEntry,
} from './changes.ts';

/** What is to be merged. */
export interface Merger {
  readonly from: readonly AuthorityId[];
  readonly into: AuthorityId;
  /** First day on which it holds. */
  readonly on: string;
  /** Name of `into` where it is new; default that of the first of `from`. */
  readonly names?: Names;
  /** Whose endpoints it takes over; default those it has itself. */
  readonly endpointOf?: AuthorityId;
  /** Certificates it gets with the merger. */
  readonly certificates: readonly Pick<CertificateEntry, 'purpose' | 'fingerprint' | 'der'>[];
}

/** Why it cannot be put together; everything else is found by the checks of the change. */
export type MergerFault =
  | { readonly fault: 'unknown'; readonly authority: AuthorityId }
  | { readonly fault: 'itself' }
  | { readonly fault: 'no-endpoint' }
  | { readonly fault: 'no-signing-certificate' }
  | { readonly fault: 'endpoint-unknown'; readonly authority: AuthorityId };

/** The entries of a merger, or what is missing; `done`: it was recorded before. */
export type MergerChange =
  | { readonly is: 'change'; readonly change: Pick<RegistryChange, 'puts' | 'closes'> }
  | { readonly is: 'done' }
  | { readonly is: 'fault'; readonly faults: readonly MergerFault[] };

/** Puts the change together. Looks at every entry. */
export const mergerChange = (dir: Directory, merger: Merger): MergerChange => {
  const { from, into, on } = merger;
  const others = [...new Set(from)].filter((authority) => authority !== into);
  if (others.length === 0) return { is: 'fault', faults: [{ fault: 'itself' }] };
  if (others.every((authority) => isSucceededBy(dir, authority, into, on))) return { is: 'done' };
  const faults = faultsOf(dir, merger, others);
  if (faults.length > 0) return { is: 'fault', faults };
  const made = new Maker(dir, on);
  for (const entry of [...dir.entries()].filter((each) => lastsBeyond(each, on)).sort(byId)) {
    if (concerns(entry, others)) made.replace(entry, moved(entry, new Set(others), into));
  }
  for (const entry of newcomers(dir, merger, others)) made.put(entry);
  return { is: 'change', change: made.change() };
};

const byId = (a: RegistryEntry, b: RegistryEntry): number => (a.id < b.id ? -1 : 1);

const lastsBeyond = (entry: RegistryEntry, on: string): boolean =>
  !isEmpty(entry) && (entry.validUntil === undefined || entry.validUntil > on);

const isSucceededBy = (dir: Directory, authority: AuthorityId, into: AuthorityId, day: string): boolean =>
  dir.successions.inForce(authority, { day }).some(({ successor }) => successor === into) &&
  dir.authorities.inForce(authority, { day }).length === 0;

const faultsOf = (dir: Directory, { into, on, endpointOf, certificates }: Merger, others: readonly AuthorityId[]) => {
  const day = { day: on };
  const unknown = others.filter((authority) =>
    dir.authorities.known(authority).every((each) => !lastsBeyond(each, on)),
  );
  const holds = dir.certificatesOf.inForce(into, day).some(({ purpose }) => purpose === 'signing');
  const endpoints = dir.endpoints.inForce(endpointOf ?? into, day);
  return [
    ...unknown.map((authority): MergerFault => ({ fault: 'unknown', authority })),
    ...(holds || certificates.some(({ purpose }) => purpose === 'signing')
      ? []
      : [{ fault: 'no-signing-certificate' } as const]),
    ...(endpoints.length > 0
      ? []
      : [
          endpointOf === undefined
            ? ({ fault: 'no-endpoint' } as const)
            : ({ fault: 'endpoint-unknown', authority: endpointOf } as const),
        ]),
  ];
};

const names = (pattern: PartyPattern, authorities: readonly AuthorityId[]): boolean =>
  'authority' in pattern && authorities.includes(pattern.authority);

/** Whether an entry says anything of one of the authorities that end. */
const concerns = (entry: RegistryEntry, authorities: readonly AuthorityId[]): boolean => {
  switch (entry.kind) {
    case 'authority':
      return (
        authorities.includes(entry.authority) || (entry.partOf !== undefined && authorities.includes(entry.partOf))
      );
    case 'certificate':
    case 'endpoint':
    case 'responsibility':
      return authorities.includes(entry.authority);
    case 'succession':
      return authorities.includes(entry.successor);
    case 'permission':
      return names(entry.from, authorities) || names(entry.to, authorities);
    case 'activation':
      return names(entry.who, authorities);
    case 'mandate':
      return authorities.includes(entry.provider) || authorities.includes(entry.author);
    case 'category':
    case 'service':
    case 'region':
    case 'approval-rule':
    case 'holiday':
    case 'message-type':
      return false;
    default:
      return entry satisfies never;
  }
};

/** The same said of the authority that goes on; `undefined` where it ends with the one that ends. */
const moved = (
  entry: RegistryEntry,
  others: ReadonlySet<AuthorityId>,
  into: AuthorityId,
): RegistryEntry | undefined => {
  const to = (authority: AuthorityId): AuthorityId => (others.has(authority) ? into : authority);
  const party = (pattern: PartyPattern): PartyPattern =>
    'authority' in pattern ? { authority: to(pattern.authority) } : pattern;
  switch (entry.kind) {
    case 'authority':
      if (others.has(entry.authority)) return undefined;
      // a department goes over; the authority that goes on is no department of itself
      if (entry.authority === into) return withoutPartOf(entry);
      return entry.partOf === undefined ? entry : { ...entry, partOf: to(entry.partOf) };
    case 'responsibility':
      return { ...entry, authority: into };
    case 'succession':
      return entry.predecessor === into ? undefined : { ...entry, successor: into };
    case 'permission':
      return { ...entry, from: party(entry.from), to: party(entry.to) };
    case 'activation':
      return { ...entry, who: party(entry.who) };
    case 'mandate': {
      const [provider, author] = [to(entry.provider), to(entry.author)];
      return provider === author ? undefined : { ...entry, provider, author };
    }
    default:
      return undefined;
  }
};

const withoutPartOf = ({ partOf: _, ...entry }: AuthorityEntry): AuthorityEntry => entry;

/** What begins with the merger: the authority itself where it is new, its certificates, its endpoints, successions. */
const newcomers = (
  dir: Directory,
  { into, on, names: named, endpointOf, certificates, from }: Merger,
  others: readonly AuthorityId[],
): readonly RegistryEntry[] => {
  const model =
    from.flatMap((authority) => dir.authorities.inForce(authority, { day: on })).at(0) ?? firstKnown(dir, others);
  const isNew = dir.authorities.known(into).every((entry) => !lastsBeyond(entry, on));
  const begins = { validFrom: on };
  return [
    ...(isNew && model !== undefined
      ? [{ ...founded(model), ...begins, id: `authority/${into}#${on}`, authority: into, names: named ?? model.names }]
      : []),
    ...certificates
      .filter(({ fingerprint }) => dir.certificates.inForce(fingerprint, { day: on }).length === 0)
      .map(
        (certificate): CertificateEntry => ({
          kind: 'certificate',
          ...begins,
          id: `certificate/${into}/${certificate.purpose}/${certificate.fingerprint.slice(0, 16)}`,
          authority: into,
          ...certificate,
        }),
      ),
    ...takenOver(dir, endpointOf === into ? undefined : endpointOf, others, on).map(
      (entry): RegistryEntry => ({ ...entry, ...begins, id: `${entry.id}#${on}`, authority: into }),
    ),
    ...others.map(
      (predecessor): RegistryEntry => ({
        kind: 'succession',
        ...begins,
        id: `succession/${predecessor}#${on}`,
        predecessor,
        successor: into,
      }),
    ),
  ];
};

/** Endpoints of one authority; of one that ends also its TLS certificates, without which they could not be trusted. */
const takenOver = (
  dir: Directory,
  endpointOf: AuthorityId | undefined,
  others: readonly AuthorityId[],
  on: string,
): readonly (EndpointEntry | CertificateEntry)[] => {
  if (endpointOf === undefined) return [];
  const day = { day: on };
  const certificates = others.includes(endpointOf)
    ? dir.certificatesOf.inForce(endpointOf, day).filter(({ purpose }) => purpose === 'tls')
    : [];
  return [...certificates, ...dir.endpoints.inForce(endpointOf, day)];
};

const firstKnown = (dir: Directory, others: readonly AuthorityId[]): AuthorityEntry | undefined =>
  others.flatMap((authority) => dir.authorities.known(authority)).at(0);

/** What a new authority has from the one it is modelled on: not its other identifiers, nor its end. */
const founded = ({ otherIds: _, validUntil: __, partOf: ___, ...entry }: AuthorityEntry): AuthorityEntry => entry;

/** Gathers puts and closes: each entry once, and nothing twice under two ids. */
class Maker {
  readonly #dir: Directory;
  readonly #on: string;
  readonly #puts = new Map<string, RegistryEntry>();
  readonly #closes: { id: string; validUntil: string }[] = [];
  readonly #said = new Set<string>();

  constructor(dir: Directory, on: string) {
    this.#dir = dir;
    this.#on = on;
  }

  /** Ends an entry on the day and says the other instead. What begins only later is withdrawn, and said anew. */
  replace(entry: RegistryEntry, by: RegistryEntry | undefined): void {
    const begins = [entry.validFrom, this.#on].sort().at(-1) ?? this.#on;
    this.#closes.push({ id: entry.id, validUntil: begins });
    if (by !== undefined) this.put({ ...by, validFrom: begins, id: `${entry.id}#${this.#on}` });
  }

  put(entry: RegistryEntry): void {
    const { id, ...said } = entry;
    const what = JSON.stringify(said);
    if (this.#said.has(what) || this.#isSaidAlready(entry)) return;
    this.#said.add(what);
    this.#puts.set(this.#freeId(id), { ...entry, id: this.#freeId(id) });
  }

  change(): Pick<RegistryChange, 'puts' | 'closes'> {
    return { puts: [...this.#puts.values()], closes: this.#closes };
  }

  /** A permission, activation or mandate that the authority which goes on has already. */
  #isSaidAlready(entry: RegistryEntry): boolean {
    if (entry.kind !== 'permission' && entry.kind !== 'activation' && entry.kind !== 'mandate') return false;
    const mine = sayingOf(entry);
    const rivals =
      entry.kind === 'permission'
        ? this.#dir.permissions.known(entry.messageTypeCode)
        : entry.kind === 'activation'
          ? this.#dir.activations.known(entry.messageTypeCode)
          : this.#dir.mandates.known(entry.author);
    return rivals.some(
      (rival) => sayingOf(rival) === mine && holdsOn(rival, entry.validFrom) && rival.validUntil === entry.validUntil,
    );
  }

  #freeId(id: string): string {
    const short = id.length <= 190 ? id : id.slice(-190);
    let free = short;
    for (let n = 2; this.#dir.entry(free) !== undefined || this.#puts.has(free); n += 1) free = `${short}.${n}`;
    return free;
  }
}

const sayingOf = ({ id: _, validFrom: __, validUntil: ___, ...saying }: RegistryEntry): string =>
  JSON.stringify(saying);
