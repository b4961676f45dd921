/** Registers the certificate of an authority, where the registry does not know it yet. */

import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CertificateEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';
import { certificateEntry } from '@dienstweg/schemas/sandbox/directory.ts';
import type { KeyOf } from '../client/keys.ts';
import { changeOf, type ProposeNeeds, recordOrder } from './propose.ts';

/** What became of it. `pending`: a second registrar has to approve it. */
export type Registered =
  | { readonly is: 'known' | 'recorded'; readonly edition: number }
  | { readonly is: 'pending'; readonly id: string };

const entryOf = ({ authority, purpose }: KeyOf, der: Uint8Array): CertificateEntry => {
  const fingerprint = fingerprintOf(der);
  // as the sandbox would name it when it is loaded the next time
  if (SANDBOX_AUTHORITIES.some(({ id }) => id === authority))
    return certificateEntry({ authority, purpose, der, fingerprint });
  return {
    kind: 'certificate',
    id: `certificate/${authority}/${purpose}/${fingerprint.slice(0, 16)}`,
    validFrom: dayOf(new Date()),
    authority,
    purpose,
    fingerprint,
    der: Buffer.from(der).toString('base64'),
  };
};

/** Registers it beside those that are known already: until one of them ends, both count. Throws what the registry refuses. */
export const registerCertificate = async (needs: ProposeNeeds, of: KeyOf, der: Uint8Array): Promise<Registered> => {
  const { directory } = needs.fold;
  const fingerprint = fingerprintOf(der);
  const isKnown = directory.certificatesOf
    .inForce(of.authority, { day: dayOf(new Date()) })
    .some((entry) => entry.purpose === of.purpose && entry.fingerprint === fingerprint);
  if (isKnown) return { is: 'known', edition: directory.edition };
  const order = { puts: [entryOf(of, der)], closes: [], reason: `new ${of.purpose} certificate`, confirms: [] };
  const change = changeOf(needs, order);
  const reply = await recordOrder(needs, change);
  return reply.pending === true ? { is: 'pending', id: change.id } : { is: 'recorded', edition: reply.edition };
};
