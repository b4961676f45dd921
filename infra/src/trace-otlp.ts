/** Traces by OpenTelemetry's SDK to a receiver of OTLP over HTTP. Loaded only where one is named. */
import {
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { readTraceparent, type SpanStart, type Tracing, type TracingConfig } from './trace.ts';

const KINDS: Readonly<Record<SpanStart['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
/** What a receiver that is away may cost: so many spans wait, further ones are dropped. */
const QUEUE = { maxQueueSize: 4_096, maxExportBatchSize: 512, scheduledDelayMillis: 2_000, exportTimeoutMillis: 5_000 };
const CLOSING_MS = 3_000;

const contextOf = (traceparent: string | undefined): SpanContext | undefined => {
  const read = readTraceparent(traceparent);
  return (
    read && { traceId: read.traceId, spanId: read.spanId, traceFlags: read.flags & TraceFlags.SAMPLED, isRemote: true }
  );
};

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Begins to send spans. What cannot be sent is dropped: nothing waits for it. */
export const otlpTracing = (service: string, { endpoint, sampleRatio }: TracingConfig): Tracing => {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `dienstweg-${service}`, 'service.namespace': 'dienstweg' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5_000 }),
        ...QUEUE,
      }),
    ],
  });
  const tracer = provider.getTracer('dienstweg');
  return {
    isOn: true,
    span: ({ name, kind, parent, links = [], attributes = {} }) => {
      const within = contextOf(parent);
      const span = tracer.startSpan(
        name,
        {
          kind: KINDS[kind],
          attributes: { ...attributes },
          links: links.flatMap((link): Link[] => {
            const context = contextOf(link);
            return context === undefined ? [] : [{ context }];
          }),
        },
        within === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, within),
      );
      return {
        traceparent: traceparentOf(span.spanContext()),
        end: (failure, late = {}) => {
          span.setAttributes({ ...late });
          if (failure !== undefined) {
            span.setAttribute('error.type', failure);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, CLOSING_MS);
      await Promise.race([provider.shutdown().catch(() => undefined), late.promise]);
      clearTimeout(timer);
    },
  };
};
