/** Reading Schematron files as plain data, inclusions resolved. Nothing is read but the files handed in. */
import { XmlCData, type XmlDocument, XmlElement, XmlText } from 'libxml2-wasm';
import { parseXml } from '../../xml/parse.ts';
import type { Mistakes, RulePlace } from './mistakes.ts';

export const SCHEMATRON = 'http://purl.oclc.org/dsdl/schematron';
export const XSLT = 'http://www.w3.org/1999/XSL/Transform';

/** An element of a rules file. */
export interface RuleElement extends RulePlace {
  readonly name: string;
  readonly namespaceUri: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Prefixes declared on this element. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: readonly (RuleElement | string)[];
}

/** Rules are files of a project, not messages of strangers; still nobody registers more. */
const RULE_LIMITS = {
  octets: 32 * 1024 * 1024,
  depth: 100,
  elements: 200_000,
  attributesPerElement: 100,
  attributes: 1_000_000,
  nameLength: 200,
};
const DEEPEST_INCLUSION = 20;

export const isRuleElement = (child: RuleElement | string): child is RuleElement => typeof child !== 'string';
/** Whether an element is one of Schematron's, of a name if given. */
export const isSchematron = (element: RuleElement, name?: string): boolean =>
  element.namespaceUri === SCHEMATRON && (name === undefined || element.name === name);

const childNodes = (node: XmlElement) => {
  const found = node.find('*|text()');
  return found.filter((child) => child instanceof XmlElement || child instanceof XmlText || child instanceof XmlCData);
};

const plain = (node: XmlElement, file: string): RuleElement => ({
  file,
  line: node.line,
  name: node.name,
  namespaceUri: node.namespaceUri,
  attributes: new Map(
    node.attrs.map((attribute) => [
      attribute.prefix === '' ? attribute.name : `${attribute.prefix}:${attribute.name}`,
      attribute.value,
    ]),
  ),
  prefixes: new Map(Object.entries(node.nsDeclarations)),
  children: childNodes(node).map((child) => (child instanceof XmlElement ? plain(child, file) : child.content)),
});

/** `base` is the including file; the result is a key of the files, or why there can be none. */
const resolve = (base: string, reference: string): { readonly path: string } | { readonly wrong: string } => {
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference) || reference.startsWith('//'))
    return { wrong: 'is a URL; rules come from their own folder only' };
  if (reference.startsWith('/') || reference.includes('\\'))
    return { wrong: 'is no path within the folder of the rules' };
  const steps = base.split('/').slice(0, -1);
  let decoded: string;
  try {
    decoded = decodeURIComponent(reference);
  } catch {
    return { wrong: 'is no reference' };
  }
  for (const step of decoded.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return { wrong: 'leaves the folder of the rules' };
  }
  return { path: steps.join('/') };
};

const findById = (element: RuleElement, id: string): RuleElement | undefined => {
  if (element.attributes.get('id') === id || element.attributes.get('xml:id') === id) return element;
  for (const child of element.children) {
    const found = isRuleElement(child) ? findById(child, id) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

const rootOf = (file: string, octets: Uint8Array, mistakes: Mistakes): RuleElement | undefined => {
  const parsed = parseXml(octets, { limits: RULE_LIMITS, language: 'en' });
  if (!parsed.ok) {
    for (const { line, text } of parsed.violations)
      mistakes.add({ file, text, ...(line === undefined ? {} : { line }) });
    return undefined;
  }
  const document: XmlDocument = parsed.document;
  try {
    return plain(document.root, file);
  } finally {
    document.dispose();
  }
};

const isInclusion = (element: RuleElement): boolean =>
  isSchematron(element, 'include') || (isSchematron(element, 'extends') && element.attributes.has('href'));

const inclusionsIn = (element: RuleElement): readonly RuleElement[] => [
  ...(isInclusion(element) ? [element] : []),
  ...element.children.filter(isRuleElement).flatMap(inclusionsIn),
];

/**
 * What a file of rules includes, by its place and the reference without fragment; `undefined` where it is no Schematron.
 * What is wrong goes to `mistakes`.
 */
export const inclusionsOf = (
  file: string,
  octets: Uint8Array,
  mistakes: Mistakes,
): readonly (RulePlace & { readonly reference: string })[] | undefined => {
  const root = rootOf(file, octets, mistakes);
  if (root === undefined || !isSchematron(root)) return undefined;
  return inclusionsIn(root).flatMap(({ line, attributes }) => {
    const [reference = ''] = (attributes.get('href') ?? '').split('#');
    return reference === '' ? [] : [{ file, line, reference }];
  });
};

/** Reads `main` of the files and everything it includes. What is wrong goes to `mistakes`. */
export const readRules = (
  files: ReadonlyMap<string, Uint8Array>,
  main: string,
  mistakes: Mistakes,
): RuleElement | undefined => {
  const read = new Map<string, RuleElement | undefined>();

  const load = (file: string, from: RulePlace | undefined): RuleElement | undefined => {
    if (read.has(file)) return read.get(file);
    const octets = files.get(file);
    if (octets === undefined) {
      mistakes.add({
        file: from?.file ?? file,
        text: `there is no file ${file}`,
        ...(from === undefined ? {} : { line: from.line }),
      });
      return undefined;
    }
    const root = rootOf(file, octets, mistakes);
    read.set(file, root);
    return root;
  };

  /** What `href` of an element points to, its own inclusions resolved. */
  const included = (element: RuleElement, way: readonly string[]): RuleElement | undefined => {
    const href = element.attributes.get('href') ?? '';
    const [reference = '', id] = href.split('#');
    const target = reference === '' ? { path: element.file } : resolve(element.file, reference);
    const fail = (text: string): undefined => {
      mistakes.add({ file: element.file, line: element.line, text: `${element.name} ${href}: ${text}` });
      return undefined;
    };
    if ('wrong' in target) return fail(target.wrong);
    const key = `${target.path}#${id ?? ''}`;
    if (way.includes(key) || (reference === '' && id === undefined)) return fail('includes itself');
    if (way.length > DEEPEST_INCLUSION) return fail('is included too deeply');
    const root = load(target.path, element);
    if (root === undefined) return undefined;
    const found = id === undefined ? root : findById(root, id);
    return found === undefined ? fail(`there is no element with the id ${id}`) : expand(found, [...way, key]);
  };

  const expandChild = (child: RuleElement, way: readonly string[]): readonly (RuleElement | string)[] => {
    if (isSchematron(child, 'include')) {
      const found = included(child, way);
      return found === undefined ? [] : [found];
    }
    if (isSchematron(child, 'extends') && child.attributes.has('href')) return included(child, way)?.children ?? [];
    return [expand(child, way)];
  };

  const expand = (element: RuleElement, way: readonly string[]): RuleElement => ({
    ...element,
    children: element.children.flatMap((child) => (isRuleElement(child) ? expandChild(child, way) : [child])),
  });

  const root = load(main, undefined);
  return root === undefined ? undefined : expand(root, [`${main}#`]);
};
