/** Storing a message as a piece of its trace: whoever takes it out of the stream goes on from there. */
import type { DurablePublication, Published } from '@dienstweg/infra/bus/publish.ts';
import type { Tracing } from '@dienstweg/infra/trace.ts';
import { HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';

type Publish = (publication: DurablePublication) => Promise<Published>;

/** The same publication within a span; while tracing is off, itself. */
export const tracedPublish = (tracing: Tracing, publish: Publish): Publish => {
  if (!tracing.isOn) return publish;
  return async (publication) => {
    const span = tracing.span({
      name: `send ${STREAMS.messages}`,
      kind: 'producer',
      parent: publication.headers?.[HEADERS.traceparent],
      attributes: { 'messaging.system': 'nats', 'messaging.destination.name': STREAMS.messages },
    });
    const traceparent = span.traceparent === undefined ? {} : { [HEADERS.traceparent]: span.traceparent };
    const published = await publish({ ...publication, headers: { ...publication.headers, ...traceparent } });
    span.end(published.ok ? undefined : published.reason);
    return published;
  };
};
