/** Who asks. */
import type { FastifyRequest } from 'fastify';
import type { Peer } from './peer.ts';
import './request.ts';

/** The peer of a request that passed the gate. Throws for one that needs no certificate: a mistake in the routes. */
export const peerOf = ({ peer, url }: FastifyRequest): Peer => {
  if (peer === undefined) throw new Error(`${url} was let in without a peer`);
  return peer;
};
