/** A real PostgreSQL for tests: on a free port, in a temporary folder, as another user where the test is root. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { fetchedRootOf, type ServerProgram } from '../servers/find.ts';
import { checkoutServersFolder, provideServers } from '../servers/provide.ts';
import { freePort, type TestServer, until } from './servers.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; `nobody` may, where it can read the program. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const asWhom = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

interface Installed {
  /** Folder with `postgres` and `initdb`. */
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
}

const works = ({ bin, env }: Installed): Promise<boolean> =>
  run(join(bin, 'postgres'), ['--version'], { env: { ...env }, ...asWhom }).then(
    () => true,
    () => false,
  );

/** The program, copied to where nobody in particular can read it if it stands where only root can. */
const installedFor = async ({ command, env }: ServerProgram, folder: string): Promise<Installed> => {
  const found = { bin: dirname(command), env };
  if (await works(found)) return found;
  const root = fetchedRootOf(checkoutServersFolder, 'postgres');
  const copy = join(folder, 'program');
  await cp(root, copy, { recursive: true, verbatimSymlinks: true });
  const moved = Object.entries(env).map(([name, value]) => [name, value.replaceAll(root, copy)] as const);
  return { bin: dirname(join(copy, relative(root, command))), env: Object.fromEntries(moved) };
};

/**
 * Starts one. Whoever connects from this machine may do everything, in the databases it makes; `url` names the one that
 * every server has. What it is told is not synced: it is for tests.
 */
export const startPostgres = async (): Promise<TestServer> => {
  const [program] = await provideServers(['postgres'], { env: process.env });
  if (program === undefined) throw new Error('no postgres server');
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-postgres-'));
  await chmod(folder, 0o755);
  const { bin, env } = await installedFor(program, folder);
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  const options = { env: { ...process.env, ...env, LC_ALL: 'C' }, cwd: folder, ...asWhom };
  const data = join(folder, 'data');
  const initialise = [
    '-D',
    data,
    '-U',
    'dienstweg',
    '-A',
    'trust',
    '--locale=C',
    '-E',
    'UTF8',
    '--no-sync',
    '--no-instructions',
  ];
  // where the client programs are links, initdb stands beside the server that they lead to
  const { stdout } = await run('readlink', ['-f', join(bin, 'postgres')]);
  const own = dirname(stdout.trim());
  await run(join(own, 'initdb'), initialise, options);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=60',
  ];
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const begin = async (): Promise<void> => {
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])];
    const begun = spawn(join(own, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    child = begun;
    // it listens before it answers: it says itself when it does
    let said = '';
    begun.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
    await until('postgres answers', () => said.includes('ready to accept connections'), 60_000);
  };
  await begin();
  return {
    url: `postgresql://dienstweg@127.0.0.1:${port}/postgres`,
    port,
    folder,
    kill9: () => end('SIGKILL'),
    restart: begin,
    [Symbol.asyncDispose]: async () => {
      // told to end at once: its children end with it
      await end('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
};
