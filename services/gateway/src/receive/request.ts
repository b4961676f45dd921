/** What every request carries through the gateway once it was let in. */
import type { Span } from '@dienstweg/infra/trace.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Peer } from './peer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Known for every request except those that need no certificate. */
    peer: Peer | undefined;
    language: Language;
    traceparent: string;
    /** Of the request, while traces are made. */
    span: Span | undefined;
    /** When its head had arrived, and when its answer was ready (0: not measured), by the monotonic clock, milliseconds. */
    arrivedAtMs: number;
    answeredAtMs: number;
    /** To be called when a submission has ended: gives back its place. */
    leave: (() => void) | undefined;
  }
  interface FastifyContextConfig {
    /** No certificate needed. */
    readonly open?: boolean;
    /** A message is handed in: refusals are recorded, quotas count. */
    readonly submission?: boolean;
    /** Media types of the body. */
    readonly takes?: readonly string[];
  }
}
