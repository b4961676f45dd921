/** What a certificate of the development CA says of an authority. */
import { X509Certificate } from 'node:crypto';
import type { LeafRequest } from '@dienstweg/certs/pki/issue.ts';
import type { KeyOf } from './keys.ts';

/** Named as asked for, else as the certificate `like` which it follows, else by the authority. */
export const leafOf = (
  { authority, purpose }: KeyOf,
  { name, like, days }: { readonly name?: string | undefined; readonly like?: Uint8Array; readonly days: number },
): LeafRequest => {
  const before = like === undefined ? undefined : /^CN=(.*)$/m.exec(new X509Certificate(like).subject)?.[1];
  return {
    commonName: name ?? before ?? authority,
    purposes: purpose,
    days,
    ...(purpose === 'tls' ? { dns: ['localhost'], ips: ['127.0.0.1', '::1'] } : {}),
  };
};
