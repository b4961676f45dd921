/** What libxml2 says against a schema, with the places of the files it was given. Pure. */
import { type ErrorDetail, XmlLibError } from 'libxml2-wasm';
import type { SchemaFault } from '../xsd/fault.ts';
import { withoutBase } from './schema-files.ts';

/** Faults told of one schema; more help nobody. */
const MOST_FAULTS = 50;

const namesToPaths = (text: string, pathOf: (name: string) => string | undefined): string =>
  withoutBase(text).replace(/\b(?:\d+|wrapper-\d+|driver)\.xsd\b/g, (name) => pathOf(name) ?? name);

const faultOf = (
  detail: ErrorDetail,
  entries: readonly string[],
  pathOf: (name: string) => string | undefined,
): SchemaFault => {
  const name = detail.file === undefined || detail.file === null ? undefined : withoutBase(detail.file);
  const path = name === undefined ? undefined : pathOf(name);
  return {
    code: 'not-compilable',
    file: path ?? entries[0] ?? '',
    ...(path !== undefined && detail.line > 0 ? { line: detail.line } : {}),
    text: namesToPaths(detail.message.trim(), pathOf),
  };
};

/** The faults of a failed compilation. Anything that is no error of libxml2 is thrown again. */
export const compileFaults = (
  cause: unknown,
  entries: readonly string[],
  pathOf: (name: string) => string | undefined,
): readonly SchemaFault[] => {
  // an overflow of its stack, or what comes of one
  if (cause instanceof Error && (cause.name === 'RangeError' || cause.name === 'RuntimeError'))
    return [
      {
        code: 'engine',
        file: entries[0] ?? '',
        text: `it is too deep or too large to be compiled; libxml2 broke off (${cause.message})`,
      },
    ];
  if (!(cause instanceof XmlLibError)) throw cause;
  const errors = cause.details.filter(({ level }) => level >= 2);
  const told = errors.length > 0 ? errors : cause.details;
  return told.length === 0
    ? [{ code: 'not-compilable', file: entries[0] ?? '', text: namesToPaths(cause.message, pathOf) }]
    : told.slice(0, MOST_FAULTS).map((detail) => faultOf(detail, entries, pathOf));
};
