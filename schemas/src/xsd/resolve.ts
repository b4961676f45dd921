/** Which file a reference of a schema document means. */
import { XML_NAMESPACE, XML_NAMESPACE_PATH } from './built-in.ts';
import type { SchemaCatalog } from './catalog.ts';
import type { SchemaDocument, SchemaDocuments } from './documents.ts';
import type { SchemaFault, SchemaNote } from './fault.ts';
import { type SchemaReference, XSD_NAMESPACE } from './head.ts';
import { fileNameOf, isAbsoluteUrl, pathsMeant } from './path.ts';

/** What a reference came to: files (several only of an import without location), nothing to load, or a fault. */
export type Resolved =
  | { readonly to: 'files'; readonly paths: readonly string[]; readonly note?: SchemaNote }
  | { readonly to: 'nothing' }
  | { readonly to: 'fault'; readonly fault: SchemaFault };

/** What resolving needs. */
export interface ResolveNeeds {
  readonly documents: SchemaDocuments;
  readonly catalog?: SchemaCatalog;
}

const same = (a: string, b: string): boolean => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

/** A file by its very path, or the only one whose path differs in case or Unicode form alone. */
const fileAt = ({ documents: { files } }: ResolveNeeds, paths: readonly string[]): string | undefined => {
  const exact = paths.find((path) => files.has(path));
  if (exact !== undefined) return exact;
  const alike = [...files.keys()].filter((key) => paths.some((path) => same(path, key)));
  return alike.length === 1 ? alike[0] : undefined;
};

const given = (needs: ResolveNeeds, document: SchemaDocument, location: string): string | undefined => {
  const { documents, catalog } = needs;
  const absolute = isAbsoluteUrl(location);
  const paths = absolute ? [location] : pathsMeant(document.path, location);
  const mapped = [location, ...paths].map((uri) => catalog?.resolve(uri)).find((path) => path !== undefined);
  if (mapped !== undefined) return mapped;
  return absolute ? (documents.files.has(location) ? location : undefined) : fileAt(needs, paths);
};

/** Documents of the namespace that no other document of the same namespace includes. */
const topOf = ({ documents }: ResolveNeeds, paths: readonly string[]): readonly string[] => {
  const included = new Set<string>();
  for (const path of paths) {
    const reading = documents.read(path);
    if (!reading.ok) continue;
    for (const { kind, location } of reading.document.head.references)
      if (kind !== 'import' && location !== undefined)
        for (const meant of pathsMeant(path, location)) if (meant !== path) included.add(meant);
  }
  return paths.filter((path) => !included.has(path));
};

/** Files that could be meant where the place given leads nowhere: same name first, then the namespace alone. */
const guessed = (needs: ResolveNeeds, document: SchemaDocument, reference: SchemaReference): readonly string[] => {
  const { documents } = needs;
  const { targetNamespace } = document.head;
  const namespaces = reference.kind === 'import' ? [reference.namespace] : [...new Set([targetNamespace, undefined])];
  const fitting = namespaces
    .flatMap((namespace) => documents.ofNamespace(namespace))
    .filter((path) => path !== document.path);
  const name = reference.location === undefined ? undefined : fileNameOf(reference.location);
  const named = name === undefined ? [] : fitting.filter((path) => same(fileNameOf(path), name));
  if (named.length > 0) return named;
  if (reference.kind !== 'import') return [];
  const top = topOf(needs, fitting);
  return top.length > 0 ? top : fitting;
};

/** Of several files the one that lies nearest, by the folders they have in common; several where none is nearer. */
const nearestTo = (path: string, candidates: readonly string[]): readonly string[] => {
  const own = path.split('/').slice(0, -1);
  const inCommon = (other: string): number => {
    const steps = other.split('/').slice(0, -1);
    const at = own.findIndex((step, index) => steps[index] !== step);
    return at === -1 ? own.length : at;
  };
  const most = Math.max(0, ...candidates.map(inCommon));
  return most === 0 ? candidates : candidates.filter((each) => inCommon(each) === most);
};

const described = ({ kind, namespace, location }: SchemaReference): string =>
  `${kind}${namespace === undefined ? '' : ` of ${namespace}`}${location === undefined ? '' : ` from "${location}"`}`;

/**
 * By catalog, then by place, then by the only file that fits namespace or name; that last way is noted, so that it is
 * seen. A reference to nothing is a fault even if none of its components would be used: libxml2 would not tell.
 */
export const resolveReference = (
  needs: ResolveNeeds,
  document: SchemaDocument,
  reference: SchemaReference,
): Resolved => {
  const { kind, namespace, location, line } = reference;
  const place = { file: document.path, line };
  const fault = (code: SchemaFault['code'], text: string): Resolved => ({
    to: 'fault',
    fault: { code, ...place, text },
  });
  if (kind === 'override') return fault('xsd-1.1', 'xs:override is of XSD 1.1; only 1.0 is understood');
  if (kind !== 'import' && location === undefined) return fault('missing', `${kind} without schemaLocation`);
  if (kind === 'import' && namespace === XSD_NAMESPACE) return { to: 'nothing' };

  const path =
    (location === undefined ? undefined : given(needs, document, location)) ??
    (kind === 'import' && namespace !== undefined ? needs.catalog?.resolve(namespace) : undefined);
  if (path !== undefined)
    return path === document.path && kind !== 'import'
      ? fault('self-include', `${described(reference)}: a document may not ${kind} itself`)
      : { to: 'files', paths: [path] };

  const all = guessed(needs, document, reference);
  const candidates = nearestTo(document.path, all);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) {
    const text = `${described(reference)} is taken from ${only}, the ${all.length === 1 ? 'only' : 'nearest'} file that fits`;
    return {
      to: 'files',
      paths: [only],
      note: { code: 'mapped', ...place, text, path: only, location: location ?? namespace ?? '' },
    };
  }
  if (kind === 'import' && namespace === XML_NAMESPACE)
    return {
      to: 'files',
      paths: [XML_NAMESPACE_PATH],
      note: {
        code: 'built-in',
        ...place,
        text: `${described(reference)}: not among the files, the built-in one is used`,
      },
    };
  // any of them may be meant, so all of them are: the wrapper of the namespace has them
  if (candidates.length > 1 && location === undefined) return { to: 'files', paths: candidates };
  if (candidates.length > 1)
    return fault(
      'ambiguous',
      `${described(reference)}: not there, and several files could be meant: ${candidates.join(', ')}; say which in catalog.xml`,
    );
  return fault('missing', `${described(reference)}: this file is not there`);
};
