/**
 * Traces (W3C Trace Context). Off unless an OTLP endpoint is named: then nothing of OpenTelemetry is loaded, no span is
 * made, and the trace that others began is passed on as it came. Attributes are identifiers and codes, never content.
 */

/** A piece of work in a trace. */
export interface Span {
  /** To be handed on to whoever does the next piece; `undefined` while tracing is off. */
  readonly traceparent: string | undefined;
  /** It is over; with the code of the problem it failed with, and what is known only now. */
  end(failure?: string, attributes?: SpanStart['attributes']): void;
}

/** What a span is told at its beginning. */
export interface SpanStart {
  /** Of few different values: what is done, not to what. */
  readonly name: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer';
  /** `traceparent` of what it is part of; without one a trace begins. */
  readonly parent?: string | undefined;
  /** Others it belongs to, such as the attempt before. */
  readonly links?: readonly string[];
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** Makes spans. */
export interface Tracing extends AsyncDisposable {
  readonly isOn: boolean;
  span(start: SpanStart): Span;
}

const NO_SPAN: Span = { traceparent: undefined, end: () => undefined };

/** Makes none. */
export const NO_TRACING: Tracing = {
  isOn: false,
  span: () => NO_SPAN,
  [Symbol.asyncDispose]: async () => undefined,
};

/** Where spans go, and how many of the traces that begin here. */
export interface TracingConfig {
  /** Base address of an OTLP receiver over HTTP, e.g. `http://collector:4318`. */
  readonly endpoint: string;
  /** 0 to 1; of a trace begun elsewhere its own mark decides. */
  readonly sampleRatio: number;
}

/** Tracing of a process; without configuration {@link NO_TRACING}. */
export const startTracing = async (service: string, config: TracingConfig | undefined): Promise<Tracing> => {
  if (config === undefined) return NO_TRACING;
  const { otlpTracing } = await import('./trace-otlp.ts');
  return otlpTracing(service, config);
};

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The parts of a well-formed traceparent. */
export const readTraceparent = (
  text: string | undefined,
): { readonly traceId: string; readonly spanId: string; readonly flags: number } | undefined => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
};

/** The trace a line of a log belongs to, as its member; nothing where there is none. */
export const traceOf = (traceparent: string | undefined): { readonly traceId?: string } =>
  traceparent === undefined ? {} : { traceId: traceparent.slice(3, 35) };
