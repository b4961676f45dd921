/** What is wrong with the machine: Node, disk, clock, ports. */
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { makeFolder } from '../folders.ts';
import type { Home } from '../home.ts';
import type { Finding } from '../ops-server.ts';
import type { Ports } from '../ports.ts';
import { isVersionAtLeast } from '../servers/versions.ts';

const MINIMUM_NODE_VERSION = '24.0.0';
const LOW_DISK_BYTES = 1_000_000_000;
const FULL_DISK_BYTES = 100_000_000;
/** No clock that is right shows less than this. */
const BUILT_AT = Date.UTC(2026, 0, 1);

/** Whether this Node runs the sources as they are. Pure. */
export const nodeFindings = (version: string): readonly Finding[] =>
  isVersionAtLeast(version, MINIMUM_NODE_VERSION)
    ? []
    : [
        {
          code: 'node-too-old',
          severity: 'error',
          text: `Node is version ${version}.`,
          remedy: `Use Node ${MINIMUM_NODE_VERSION} or newer, or start by "npx dienstweg", which brings it.`,
        },
      ];

/** Whether the clock can be right. Pure. `before` is a time that was recorded earlier, such as that of the last stored message. */
export const clockFindings = (now: Date, before?: Date): readonly Finding[] =>
  now.getTime() >= Math.max(BUILT_AT, (before?.getTime() ?? 0) - 60_000)
    ? []
    : [
        {
          code: 'clock-wrong',
          severity: 'error',
          text: `The clock shows ${now.toISOString()}, which is in the past.`,
          remedy: 'Set the clock, best by a time service: validity of certificates and deadlines hang on it.',
        },
      ];

/** Whether there is room. Pure. */
export const judgeDisk = (freeBytes: number): readonly Finding[] =>
  freeBytes >= LOW_DISK_BYTES
    ? []
    : [
        {
          code: 'disk-low',
          severity: freeBytes < FULL_DISK_BYTES ? 'error' : 'warning',
          text: `Only ${Math.round(freeBytes / 1e6)} MB are free for the home folder.`,
          remedy:
            'Make room, or move DIENSTWEG_HOME to a larger disk. When it is full, messages are refused, none is lost.',
        },
      ];

/** Room on the disk of the home folder. */
export const diskFindings = async (home: Home): Promise<readonly Finding[]> => {
  await makeFolder(home.root);
  const { bavail, bsize } = await statfs(home.root);
  return judgeDisk(bavail * bsize);
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Ports that somebody else listens on; to be asked only while the system is down. */
export const portFindings = async (ports: Partial<Ports>): Promise<readonly Finding[]> => {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports)) if (!(await isFree(port))) taken.push(`${port} (${name})`);
  return taken.length === 0
    ? []
    : [
        {
          code: 'ports-in-use',
          severity: 'error',
          text: `Somebody else listens on ${taken.join(', ')}.`,
          remedy: 'Choose another DIENSTWEG_PORT_BASE, or stop what listens there.',
        },
      ];
};
