/** A plan as libxml2 takes it: documents under plain names, wrappers and a driver. Pure. */
import { XSD_NAMESPACE } from './head.ts';
import type { PlannedDocument, ResolvedReference, SchemaPlan } from './plan.ts';
import { declaredUtf8 } from './schema-text.ts';

/** What libxml2 is given: documents under plain names, the first to begin with, and which path a name stands for. */
export interface CompilableSchemas {
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  pathOf(name: string): string | undefined;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A document with its locations replaced; lines stay as they are. */
const rewritten = (
  document: PlannedDocument,
  locationOf: (resolved: ResolvedReference) => string | undefined,
): Uint8Array => {
  let text = '';
  let at = 0;
  for (const resolved of document.references) {
    const { start, end, attribute } = resolved.reference.at;
    const location = locationOf(resolved);
    text += document.text.slice(at, start);
    if (location === undefined) text += attribute ? document.text.slice(start, end) : '';
    else text += attribute ? location : ` schemaLocation="${location}"`;
    at = end;
  }
  return Buffer.from(declaredUtf8(text + document.text.slice(at)));
};

const attributeOf = (name: string, value: string | undefined): string =>
  value === undefined ? '' : ` ${name}="${escaped(value)}"`;

/**
 * The plan as libxml2 takes it: one driver importing every namespace of the entries, and for a namespace that is
 * imported from several files one wrapper including them, since libxml2 skips a second import of a namespace.
 */
export const compilable = (plan: SchemaPlan): CompilableSchemas => {
  const names = new Map([...plan.documents.keys()].map((path, index) => [path, `${index}.xsd`]));
  const paths = new Map([...names].map(([path, name]) => [name, path]));
  const entrances = new Map<string | undefined, string>();
  const files = new Map<string, Uint8Array>();
  const nameOf = (path: string): string => {
    const name = names.get(path);
    if (name === undefined) throw new Error(`${path} is not in the plan`);
    return name;
  };
  let wrappers = 0;
  for (const [namespace, of] of plan.namespaces) {
    const [first = ''] = of;
    if (of.size === 1) {
      entrances.set(namespace, nameOf(first));
      continue;
    }
    const wrapper = `wrapper-${wrappers++}.xsd`;
    const includes = [...of].sort().map((path) => `<xs:include schemaLocation="${nameOf(path)}"/>`);
    files.set(
      wrapper,
      Buffer.from(
        `<xs:schema xmlns:xs="${XSD_NAMESPACE}"${attributeOf('targetNamespace', namespace)}>${includes.join('\n')}</xs:schema>`,
      ),
    );
    entrances.set(namespace, wrapper);
  }
  for (const document of plan.documents.values())
    files.set(
      nameOf(document.path),
      rewritten(document, ({ reference, paths: to }) => {
        const [path] = to;
        if (path === undefined) return undefined;
        return reference.kind === 'import' ? entrances.get(reference.namespace) : nameOf(path);
      }),
    );
  const wanted = [...plan.namespaces].filter(([, of]) => plan.entries.some((entry) => of.has(entry)));
  const imports = wanted.map(
    ([namespace]) => `<xs:import${attributeOf('namespace', namespace)} schemaLocation="${entrances.get(namespace)}"/>`,
  );
  const main = 'driver.xsd';
  files.set(
    main,
    Buffer.from(
      `<xs:schema xmlns:xs="${XSD_NAMESPACE}" targetNamespace="urn:dienstweg:driver">${imports.join('\n')}</xs:schema>`,
    ),
  );
  return { main, files, pathOf: (name) => paths.get(name) };
};
