/** Which keys and certificates a home of this release has: data, from which provisioning makes what is missing. */
import { join } from 'node:path';
import type { LeafNames } from '@dienstweg/certs/pki/profiles.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { type AuthorityId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import { SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';

/** One key with its certificate, and where both stand: `<folder>/<name>.pem` and `.key`. */
export interface WantedKey {
  readonly folder: string;
  readonly name: string;
  readonly leaf: LeafNames;
  /** Whose signing certificate it is: copied into the trust folder. */
  readonly author?: AuthorityId;
}

/** Nodes, those that are spoken to with a TLS certificate; those that attest have a key for receipts. Everything listens on loopback. */
const NODES = [
  { node: 'gateway', tls: 'tls-server', attests: true },
  { node: 'delivery', tls: 'tls-client', attests: true },
  { node: 'sandbox', tls: 'tls-server', attests: false },
  // signs what it posts of alarms
  { node: 'tracking', tls: undefined, attests: true },
] as const;

const LOOPBACK = { dns: ['localhost'], ips: ['127.0.0.1', '::1'] } as const;

const ofNodes = (home: Home): readonly WantedKey[] =>
  NODES.flatMap(({ node, tls, attests }) => {
    const folder = join(home.nodes, node);
    return [
      ...(tls === undefined
        ? []
        : [{ folder, name: 'tls', leaf: { commonName: `Dienstweg ${node}`, purposes: tls, ...LOOPBACK } } as const]),
      ...(attests
        ? [
            {
              folder,
              name: 'receipt',
              leaf: { commonName: `Dienstweg ${node} receipts`, purposes: 'receipt', uri: issuerNode(node) },
            } as const,
          ]
        : []),
    ];
  });

const ofAuthorities = (home: Home): readonly WantedKey[] =>
  SANDBOX_AUTHORITIES.flatMap(({ id, names }) => {
    const folder = join(home.authorities, toToken(id));
    return [
      { folder, name: 'signing', author: id, leaf: { commonName: names.de, purposes: 'signing' } },
      { folder, name: 'tls', leaf: { commonName: names.de, purposes: 'tls', ...LOOPBACK } },
    ] as const;
  });

/** Every key of a home, the registrar's included. */
export const wantedKeys = (home: Home): readonly WantedKey[] => [
  ...ofNodes(home),
  { folder: home.registrar.root, name: 'signing', leaf: { commonName: 'Dienstweg registrar', purposes: 'signing' } },
  ...ofAuthorities(home),
];
