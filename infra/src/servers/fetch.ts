/** Fetching a server from Debian's packages without root: apt with lists of its own, `dpkg -x` into a folder of ours. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AptSource, mainArchive, readSourceFile } from './apt-sources.ts';
import { fetchedRootOf } from './find.ts';
import { SERVERS, type ServerKind } from './kinds.ts';

const run = promisify(execFile);
const APT_DEADLINE_MS = 180_000;

/** Why a server could not be fetched; a sentence that says what is missing. */
export class FetchError extends Error {}

const machineSources = async (): Promise<readonly AptSource[]> => {
  const folder = '/etc/apt/sources.list.d';
  const names = await readdir(folder).catch(() => []);
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))];
  const texts = await Promise.all(
    files.map(async (file) => readSourceFile(file, await readFile(file, 'utf8').catch(() => ''))),
  );
  return texts.flat();
};

const codenameOf = async (): Promise<string> =>
  /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(await readFile('/etc/os-release', 'utf8').catch(() => ''))?.[1] ?? '';

const sourceLine = ({ uri, signedBy }: AptSource, suite: string): string =>
  `deb ${signedBy === undefined ? '' : `[signed-by=${signedBy}] `}${uri} ${suite} main\n`;

/** apt's configuration for a private set of lists: nothing of the machine's is read or written but its keyrings and proxies. */
const aptConfiguration = (folder: string): string =>
  [
    `Dir::State "${folder}/state";`,
    `Dir::State::lists "${folder}/lists";`,
    `Dir::State::status "${folder}/status";`,
    `Dir::Cache "${folder}/cache";`,
    `Dir::Etc::sourcelist "${folder}/sources.list";`,
    'Dir::Etc::sourceparts "-";',
    'Dir::Etc::preferences "-";',
    'Dir::Etc::preferencesparts "-";',
    // Only the list of packages: no translations, no contents, no icons.
    'Acquire::Languages "none";',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
    'Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled "false";',
    'Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled "false";',
    'Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";',
    // The sandbox user of apt could not write into our folder.
    'APT::Sandbox::User "root";',
    'APT::Update::Post-Invoke-Success "";',
    '',
  ].join('\n');

const prepare = async (work: string, suite: string, archive: AptSource): Promise<NodeJS.ProcessEnv> => {
  await Promise.all(
    ['state', 'lists/partial', 'cache/archives/partial', 'packages'].map((name) =>
      mkdir(join(work, name), { recursive: true }),
    ),
  );
  await writeFile(join(work, 'status'), '');
  await writeFile(join(work, 'sources.list'), sourceLine(archive, suite));
  await writeFile(join(work, 'apt.conf'), aptConfiguration(work));
  return { APT_CONFIG: join(work, 'apt.conf'), LC_ALL: 'C.UTF-8' };
};

const stderrOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stderr' in error
    ? String(error.stderr).trim().split('\n').slice(-3).join(' ')
    : String(error);

/** Libraries that every machine has, which must fit its own, or that only what we do not use needs. */
const OWN_LIBRARIES = /^lib(?:c6|c-bin|gcc|stdc\+\+|crypt1|llvm|clang|perl|z3|json-perl|.*-perl$)/i;

/** What a database server is linked with, by the beginnings of the packages' names: how they end differs by suite. */
const LINKED =
  /^lib(?:audit1|cap-ng0|cap2|com-err2|gcrypt20|gnutls30|gpg-error0|gssapi-krb5-2|hogweed6|icu\d|idn2-0|k5crypto3|keyutils1|krb5-3|krb5support0|ldap|lz4-1|lzma5|nettle8|numa1|p11-kit0|pam0g|pq5|sasl2-2|selinux1|ssl3|systemd0|tasn1-6|unistring|uring|xml2|xslt1|zstd1)/;

type Ask = (...args: readonly string[]) => Promise<readonly string[]>;

const newestOf = async (name: string, ask: Ask): Promise<string> => {
  const versions = (await ask('search', '--names-only', `^${name}-[0-9]+$`))
    .flatMap((line) => new RegExp(`^${name}-([0-9]+) `).exec(line)?.[1] ?? [])
    .map(Number);
  if (versions.length === 0) throw new FetchError(`Debian's packages have no ${name} for this machine.`);
  return `${name}-${Math.max(...versions)}`;
};

/** Packages of a kind; where the newest of a name is asked for, or they are to have what they need, with libraries. */
const packagesOf = async (kind: ServerKind, ask: Ask): Promise<readonly string[]> => {
  const { packages, newest, withLibraries } = SERVERS[kind].debian;
  if (newest === undefined && withLibraries === undefined) return packages;
  const chosen = newest === undefined ? packages : [await newestOf(newest, ask)];
  const needed = await ask(
    'depends',
    '--recurse',
    '--important',
    '--no-conflicts',
    '--no-breaks',
    '--no-replaces',
    '--no-enhances',
    ...chosen,
  );
  const fits = (name: string): boolean => (withLibraries === undefined ? LINKED.test(name) : !OWN_LIBRARIES.test(name));
  const libraries = needed.filter((name) => /^lib[a-z0-9.+-]+$/.test(name) && fits(name));
  return [...new Set([...chosen, ...libraries])];
};

/**
 * Fetches servers into `folder`, each into a folder of its kind, where `findServer` finds them. What is there already is replaced.
 * @param tell takes one line for each step
 * @throws FetchError with a sentence where apt, a Debian source or the network is missing.
 */
export const fetchServers = async (
  kinds: readonly ServerKind[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Promise<void> => {
  const codename = await codenameOf();
  const archive = mainArchive(await machineSources(), codename);
  if (archive === undefined) throw new FetchError('This machine has no apt source of Debian packages.');
  await mkdir(folder, { recursive: true });
  const suiteOf = (kind: ServerKind): string => (SERVERS[kind].debian.suite === 'machine' ? codename : 'stable');
  // each suite by itself: with the lists of two, what a package needs would be told for the newer one
  for (const suite of new Set(kinds.map(suiteOf)))
    await fetchFrom(
      { archive, suite, folder, env, tell },
      kinds.filter((kind) => suiteOf(kind) === suite),
    );
};

interface Fetching {
  readonly archive: AptSource;
  readonly suite: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
}

const fetchFrom = async (
  { archive, suite, folder, env, tell }: Fetching,
  kinds: readonly ServerKind[],
): Promise<void> => {
  const work = await mkdtemp(join(folder, '.fetch-'));
  try {
    const aptEnv = { ...env, ...(await prepare(work, suite, archive)) };
    const apt = (...args: readonly string[]) =>
      run('apt-get', ['-q', ...args], { env: aptEnv, cwd: join(work, 'packages'), timeout: APT_DEADLINE_MS });
    tell(`reading the package lists of Debian ${suite}`);
    await apt('update');
    const ask = async (...args: readonly string[]): Promise<readonly string[]> =>
      (await run('apt-cache', ['-q', ...args], { env: aptEnv, timeout: APT_DEADLINE_MS, maxBuffer: 1 << 26 })).stdout
        .split('\n')
        .map((line) => line.trim());
    for (const kind of kinds) {
      const packages = await packagesOf(kind, ask);
      tell(`fetching ${packages.join(', ')}`);
      await apt('download', ...packages);
      const tree = join(work, `tree-${kind}`);
      await mkdir(tree);
      for (const name of await readdir(join(work, 'packages'))) {
        await run('dpkg', ['-x', join(work, 'packages', name), tree]);
        await rm(join(work, 'packages', name));
      }
      await rm(fetchedRootOf(folder, kind), { recursive: true, force: true });
      await rename(tree, fetchedRootOf(folder, kind));
    }
  } catch (error) {
    throw new FetchError(`Debian's packages could not be fetched: ${stderrOf(error)}`, { cause: error });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
