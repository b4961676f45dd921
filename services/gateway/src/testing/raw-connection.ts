/** A connection on which a test says what it likes. */
import { connect, type TLSSocket } from 'node:tls';
import type { Gateway } from '../service.ts';
import type { House } from './house.ts';

/** Connects with the TLS key of a sandbox authority. */
export const rawConnection = (house: House, gateway: Gateway, name: string): TLSSocket => {
  const { tls } = house.keysOf(name);
  return connect({
    host: '127.0.0.1',
    port: Number(new URL(gateway.origin).port),
    servername: 'localhost',
    cert: tls.chainPem,
    key: tls.privateKeyPem,
    ca: [house.ca.root.certificatePem, house.ca.issuing.certificatePem],
  });
};
