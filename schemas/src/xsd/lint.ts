/** What libxml2 takes without a word and then does not do: XSD 1.1, and expressions it cannot evaluate. */
import { XmlDocument, XmlError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import type { SchemaFault } from './fault.ts';
import { XSD_NAMESPACE } from './head.ts';
import { type SchemaNode, schemaTree } from './model/node.ts';
import type { SchemaPlan } from './plan.ts';
import { isForOthers, VERSIONING } from './versions.ts';

const ELEMENTS_11 = new Set([
  'assert',
  'assertion',
  'alternative',
  'override',
  'openContent',
  'defaultOpenContent',
  'explicitTimezone',
]);
const ATTRIBUTES_11 = new Set([
  'notNamespace',
  'notQName',
  'inheritable',
  'defaultAttributes',
  'defaultAttributesApply',
  'xpathDefaultNamespace',
]);
const TYPES_11 = new Set(['dateTimeStamp', 'dayTimeDuration', 'yearMonthDuration', 'anyAtomicType', 'error']);

const walk = function* (node: SchemaNode): Generator<SchemaNode> {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    // what stands in annotations is no schema
    if (next.namespace === XSD_NAMESPACE && next.name === 'annotation') continue;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) open.push(child);
    }
  }
};

const namespaceOf = (node: SchemaNode, name: string): string =>
  name.includes(':') ? (node.prefixes.get(name.slice(0, name.indexOf(':'))) ?? '') : '';

const version11In = (node: SchemaNode): string | undefined => {
  for (const [name, value] of node.attributes) {
    // what is for other versions was left out before, unless it is the whole schema
    if (namespaceOf(node, name) === VERSIONING && isForOthers(name.slice(name.indexOf(':') + 1), value) !== false)
      return `${name}="${value}"`;
    if (node.namespace !== XSD_NAMESPACE) continue;
    if (ATTRIBUTES_11.has(name)) return `the attribute ${name}`;
    if (name === 'type' || name === 'base' || name === 'itemType') {
      const local = value.slice(value.indexOf(':') + 1);
      const prefix = value.includes(':') ? value.slice(0, value.indexOf(':')) : '';
      if (TYPES_11.has(local) && node.prefixes.get(prefix) === XSD_NAMESPACE) return `the type ${value}`;
    }
  }
  return node.namespace === XSD_NAMESPACE && ELEMENTS_11.has(node.name) ? `xs:${node.name}` : undefined;
};

/** Lengths of texts that expressions are tried on, short ones first: the last is long enough for one that explodes. */
const PROBE_LENGTHS = [24, 36, 60, 100, 200] as const;
/** CPU that one of them may cost; a harmless expression takes a hundredth of it. */
const COSTLY_US = 150_000;
/** Expressions that may explode before the rest is left out: each costs up to a second. */
const MOST_EXPLODING = 20;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

/** Texts that show whether an expression can be evaluated: runs of the letters it speaks of. */
const probesOf = (pattern: string): readonly string[] => {
  const letters = [...new Set(pattern.replace(/\\[pP]\{[^}]*\}|\\./gu, ''))].filter((each) =>
    /[\p{L}\p{N}]/u.test(each),
  );
  return [
    '',
    'a',
    'Ä1',
    ...PROBE_LENGTHS.flatMap((length) => letters.slice(0, 4).map((letter) => `${letter.repeat(length)}!`)),
    `${'a1 '.repeat(70)}!`,
  ];
};

/** Expressions beyond these are not given to libxml2: it takes minutes, or its stack grows into other memory. */
const LONGEST_PATTERN = 20_000;
const DEEPEST_PATTERN = 100;

/** Brackets of an expression within one another. */
const depthOf = (pattern: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const [found] of pattern.matchAll(/\\.|[()[\]]/gsu)) {
    if (found === '(' || found === '[') depth++;
    else if (found === ')' || found === ']') depth--;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
};

/** Why libxml2 cannot evaluate an expression; `undefined` where it can, or where it refuses it when compiling. */
const unevaluable = (pattern: string): string | undefined => {
  if (pattern.length > LONGEST_PATTERN) return `it is longer than ${LONGEST_PATTERN} characters`;
  if (depthOf(pattern) > DEEPEST_PATTERN) return `its brackets are nested more than ${DEEPEST_PATTERN} deep`;
  const schema = `<xs:schema xmlns:xs="${XSD_NAMESPACE}"><xs:element name="p"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${escaped(pattern)}"/></xs:restriction></xs:simpleType></xs:element></xs:schema>`;
  const document = XmlDocument.fromString(schema);
  let validator: XsdValidator;
  try {
    validator = XsdValidator.fromDoc(document);
  } catch {
    return undefined;
  } finally {
    document.dispose();
  }
  try {
    for (const probe of probesOf(pattern)) {
      const instance = XmlDocument.fromString(`<p>${escaped(probe)}</p>`);
      const before = process.cpuUsage();
      try {
        validator.validate(instance);
      } catch (error) {
        if (!(error instanceof XmlValidateError) && error instanceof XmlError)
          return probe.length < 10 ? 'the engine does not know all of it' : 'it explodes on longer texts';
      } finally {
        instance.dispose();
      }
      if (process.cpuUsage(before).user > COSTLY_US) return 'it explodes on longer texts';
    }
    return undefined;
  } finally {
    validator.dispose();
  }
};

/** Shortest way to show an expression. */
const shown = (pattern: string): string => (pattern.length > 80 ? `${pattern.slice(0, 77)}…` : pattern);

/** Faults of schemas that compile. Costs about a millisecond for each distinct expression. */
export const lintSchemas = (plan: SchemaPlan): readonly SchemaFault[] => {
  const faults: SchemaFault[] = [];
  const verdicts = new Map<string, string | undefined>();
  let exploding = 0;
  for (const { path, text } of plan.documents.values()) {
    const root = schemaTree(text);
    if (root === undefined) continue;
    for (const node of walk(root)) {
      const { line } = node;
      const newer = version11In(node);
      if (newer !== undefined)
        faults.push({ code: 'xsd-1.1', file: path, line, text: `${newer} is of XSD 1.1; only 1.0 is understood` });
      const pattern =
        node.namespace === XSD_NAMESPACE && node.name === 'pattern' ? node.attributes.get('value') : undefined;
      if (pattern === undefined || exploding >= MOST_EXPLODING) continue;
      if (!verdicts.has(pattern)) verdicts.set(pattern, unevaluable(pattern));
      const why = verdicts.get(pattern);
      if (why === undefined) continue;
      exploding++;
      faults.push({
        code: 'pattern',
        file: path,
        line,
        text: `the pattern ${shown(pattern)} cannot be evaluated: ${why}`,
      });
    }
  }
  return faults;
};
