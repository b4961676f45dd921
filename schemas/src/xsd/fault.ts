/** What is wrong with schemas, with its place. */

/** Kinds of faults. `warning` in {@link SchemaNote} uses them too. */
export type SchemaFaultCode =
  | 'not-a-schema'
  | 'too-large'
  | 'too-deep'
  | 'encoding'
  | 'missing'
  | 'ambiguous'
  | 'wrong-namespace'
  | 'self-include'
  | 'catalog'
  | 'outside'
  | 'xsd-1.1'
  | 'pattern'
  | 'not-compilable'
  /** libxml2 broke off; what it says afterwards in this process is not to be relied on. */
  | 'engine';

/** A mistake that keeps a schema from being used. */
export interface SchemaFault {
  readonly code: SchemaFaultCode;
  /** Path within the folder; may be that of a catalog. */
  readonly file: string;
  readonly line?: number;
  readonly text: string;
}

/** Something that was decided and should be seen. */
export interface SchemaNote extends Omit<SchemaFault, 'code'> {
  readonly code: 'mapped' | 'built-in' | 'wrapped' | 'left-out';
  /** With `mapped`: what was asked for, and the file it was mapped to. */
  readonly location?: string;
  readonly path?: string;
}

/** `file:line: text`. */
export const faultText = ({ file, line, text }: Pick<SchemaFault, 'file' | 'line' | 'text'>): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${text}`;
