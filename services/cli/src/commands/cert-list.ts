import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSerials } from '@dienstweg/certs/pki/serials.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import { fromToken } from '@dienstweg/schemas/identifiers.ts';
import type { CommandSpec } from '../args/command.ts';
import { table } from '../print/table.ts';

interface Listed {
  readonly owner: string;
  /** The name of its file: the purpose, with `.next` or a serial number where it is not in use. */
  readonly purpose: string;
  readonly standing: 'in-use' | 'waits' | 'put-aside';
  readonly validUntil: string;
  readonly fingerprint: string;
  readonly serial: string;
  readonly file: string;
}

const foldersIn = (folder: string): readonly string[] =>
  isThere(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort()
    : [];

/** A key waits until `cert use`; one that another took the place of is kept under its serial number. */
const standingIn = (file: string): Listed['standing'] => {
  if (file.endsWith('.next.pem')) return 'waits';
  return file.split('.').length > 2 ? 'put-aside' : 'in-use';
};

const certificatesIn = (folder: string, owner: string): readonly Listed[] =>
  isThere(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.pem'))
        .sort()
        .map((name) => {
          const file = join(folder, name);
          const { raw, validToDate, serialNumber } = new X509Certificate(readFileSync(file));
          return {
            owner,
            purpose: name.slice(0, -'.pem'.length),
            standing: standingIn(name),
            validUntil: validToDate.toISOString(),
            fingerprint: fingerprintOf(raw),
            serial: serialNumber.toLowerCase(),
            file,
          };
        })
    : [];

/** `cert list`: every certificate this home has a key for. */
export const certList: CommandSpec = {
  run: async (_input, { settings: { home } }) => {
    const revoked = new Map(
      (await readSerials(home.ca)).flatMap(({ fingerprint, revokedAt }) =>
        revokedAt ? [[fingerprint, revokedAt]] : [],
      ),
    );
    const certificates = [
      ...certificatesIn(home.registrar.root, 'registrar'),
      ...foldersIn(home.nodes).flatMap((node) => certificatesIn(join(home.nodes, node), `node ${node}`)),
      ...foldersIn(home.authorities).flatMap((token) =>
        certificatesIn(join(home.authorities, token), fromToken(token) ?? token),
      ),
    ].map((each) => {
      const revokedAt = revoked.get(each.fingerprint);
      return { ...each, ...(revokedAt === undefined ? {} : { revokedAt }) };
    });
    const rows = certificates.map((each) => [
      each.owner,
      each.purpose.split('.')[0] ?? '',
      each.standing.replace('-', ' '),
      each.validUntil.slice(0, 10),
      each.revokedAt === undefined ? '' : `revoked ${each.revokedAt.slice(0, 10)}`,
      each.fingerprint,
    ]);
    return { value: { certificates }, text: table(['OWNER', 'PURPOSE', '', 'UNTIL', '', 'SHA-256'], rows) };
  },
};
