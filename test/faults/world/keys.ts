/** Keys, certificates and trust of a home for the faults: its CA, the nodes, the registrar, the parties. */
import { join } from 'node:path';
import { createDevelopmentCa, type DevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { writePrivateFile, writePublicFile } from '@dienstweg/certs/pki/files.ts';
import { type IssuedLeafWithKey, issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import type { LeafNames } from '@dienstweg/certs/pki/profiles.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { type AuthorityId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import { AUTHORS, READERS } from './parties.ts';

/** An authority's certificates with their keys. */
export interface PartyKeys {
  readonly signing: IssuedLeafWithKey;
  readonly tls: IssuedLeafWithKey;
}

/** Everything that was issued. */
export interface Keys {
  readonly ca: DevelopmentCa;
  readonly caPem: readonly string[];
  readonly of: ReadonlyMap<AuthorityId, PartyKeys>;
  readonly registrar: IssuedLeafWithKey;
  /** Trusted, but registered for nobody. */
  readonly impostor: IssuedLeafWithKey;
}

const LOOPBACK = { dns: ['localhost'], ips: ['127.0.0.1'] };

const write = async (folder: string, name: string, leaf: IssuedLeafWithKey): Promise<void> => {
  await writePrivateFile(join(folder, `${name}.key`), leaf.privateKeyPem);
  await writePublicFile(join(folder, `${name}.pem`), leaf.chainPem);
};

const BACKDATED_MS = 2 * 24 * 3_600_000;

/** Issues everything into the home, where the processes look for it. */
export const issueKeys = async (home: Home): Promise<Keys> => {
  // Since the day before yesterday: a clock that is hours off must not turn every certificate into one of the future.
  const now = new Date(Date.now() - BACKDATED_MS);
  const ca = await createDevelopmentCa(home.ca, { now });
  await writeTrustFolder(ca, home.trust.root, { now });
  const issue = (names: LeafNames): Promise<IssuedLeafWithKey> => issueCertificate(ca, { ...names, now });
  for (const node of ['gateway', 'delivery'] as const) {
    const folder = join(home.nodes, node);
    const purposes = node === 'gateway' ? 'tls-server' : 'tls-client';
    await write(folder, 'tls', await issue({ commonName: node, purposes, ...LOOPBACK }));
    const uri = issuerNode(node);
    await write(folder, 'receipt', await issue({ commonName: node, purposes: 'receipt', uri }));
  }
  const registrar = await issue({ commonName: 'registrar', purposes: 'signing' });
  await write(home.registrar.root, 'signing', registrar);
  const parties = [...AUTHORS, ...READERS.map(({ authority }) => authority)];
  const of = new Map<AuthorityId, PartyKeys>();
  for (const authority of parties) {
    const signing = await issue({ commonName: authority, purposes: 'signing' });
    const tls = await issue({ commonName: authority, purposes: 'tls', ...LOOPBACK });
    await writePublicFile(join(home.trust.authors, toToken(authority), 'signing.pem'), signing.chainPem);
    of.set(authority, { signing, tls });
  }
  const impostor = await issue({ commonName: 'impostor', purposes: 'tls', ...LOOPBACK });
  return { ca, caPem: [ca.root.certificatePem, ca.issuing.certificatePem], of, registrar, impostor };
};
