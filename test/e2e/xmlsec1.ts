/** Debian's xmlsec1 as a foreign judge of what readers get. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the bootstrap unpacks it when the machine has none. */
const FETCHED = fileURLToPath(new URL('../../.dienstweg/servers/xmlsec1', import.meta.url));

const program = (): { readonly command: string; readonly env: NodeJS.ProcessEnv } => {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'xmlsec1'))
    .find(existsSync);
  if (onPath !== undefined) return { command: onPath, env: process.env };
  const libraries = join(FETCHED, 'usr', 'lib');
  if (!existsSync(libraries))
    throw new Error('xmlsec1 is missing: install Debian packages xmlsec1 and libxmlsec1-openssl');
  const folders = readdirSync(libraries).map((name) => join(libraries, name));
  return {
    command: join(FETCHED, 'usr', 'bin', 'xmlsec1'),
    env: { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter) },
  };
};

/** Whether xmlsec1 accepts the signature of a file, with the trust folder of a home. */
export const xmlsec1Accepts = (file: string, trust: string): boolean => {
  const { command, env } = program();
  const ids = ['--id-attr:Id', 'Header', '--id-attr:Id', 'SignedProperties'];
  const anchors = ['--trusted-pem', join(trust, 'anchors', 'development.pem')];
  const issuers = ['--untrusted-pem', join(trust, 'intermediates', 'development.pem')];
  return spawnSync(command, ['--verify', ...ids, ...anchors, ...issuers, file], { env }).status === 0;
};
