/** Keys of the bus users: each an nkey (Ed25519); the server knows the public half only. */
import { createUser, fromSeed } from '@nats-io/nkeys';

/** A new user's key: the seed is secret, the public key goes into the server's configuration. */
export interface BusKey {
  readonly seed: string;
  readonly publicKey: string;
}

/** Makes a key. */
export const createBusKey = (): BusKey => {
  const pair = createUser();
  return { seed: new TextDecoder().decode(pair.getSeed()), publicKey: pair.getPublicKey() };
};

/** The public key of a seed. @throws where the text is no seed. */
export const publicKeyOf = (seed: string): string => fromSeed(new TextEncoder().encode(seed.trim())).getPublicKey();
