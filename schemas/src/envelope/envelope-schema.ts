import { readFileSync } from 'node:fs';
import { compileSchema, type Schema } from '../xml/schema.ts';

/** Where the envelope's schema stands. */
export const ENVELOPE_XSD = new URL('./envelope.xsd', import.meta.url);

const compile = (): Schema => compileSchema(new Map([['envelope.xsd', readFileSync(ENVELOPE_XSD)]]), 'envelope.xsd');

let compiled: Schema | undefined;

/** The envelope's schema, compiled at first use: a constant, only too costly to compute at import. Never disposed of. */
export const envelopeSchema = (): Schema => {
  compiled ??= compile();
  return compiled;
};
