/** Who may change the registry: those whose certificates lie in the registrars' folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameRegistrar, type RegistrarIdentity, registrarIdentity } from '@dienstweg/certs/jws/registry-change.ts';
import { pemBlocks } from '@dienstweg/certs/trust/folder.ts';

/**
 * The registrars of the certificates in the folder as it is now: the first certificate of each `.pem` file, for the
 * ones behind it are its issuers. Throws where the folder or a certificate cannot be read.
 */
export const readRegistrars = (folder: string): readonly RegistrarIdentity[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.pem'))
    .sort()
    .flatMap((name) => pemBlocks(readFileSync(join(folder, name), 'latin1'), 'CERTIFICATE').slice(0, 1))
    .map((der) => registrarIdentity(der));

/** How many of them are surely different registrars. */
export const distinctRegistrars = (registrars: readonly RegistrarIdentity[]): number =>
  registrars.filter((each, n) => !registrars.slice(0, n).some((other) => isSameRegistrar(each, other))).length;
