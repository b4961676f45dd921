/** Schemas that stand within a WSDL, as documents of their own. Pure. */
import { XSD_NAMESPACE } from './head.ts';
import { tokensOf } from './tokens.ts';

const WSDL_NAMESPACES: ReadonlySet<string> = new Set(['http://schemas.xmlsoap.org/wsdl/', 'http://www.w3.org/ns/wsdl']);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * Every `xs:schema` below the root of a WSDL, with the prefixes declared around it copied to it, and blank lines before
 * it so that lines stay those of the WSDL. `undefined`: it is no WSDL.
 */
export const schemasOfWsdl = (text: string): readonly string[] | undefined => {
  const open: { readonly name: string; readonly prefixes: ReadonlyMap<string, string> }[] = [];
  const found: string[] = [];
  let schema:
    | {
        readonly depth: number;
        readonly start: number;
        readonly head: string;
        readonly rest: number;
        readonly line: number;
      }
    | undefined;
  let isWsdl = false;
  for (const token of tokensOf(text)) {
    if (token.kind === 'text') continue;
    if (token.kind === 'end') {
      open.pop();
      if (schema !== undefined && open.length === schema.depth) {
        found.push(`${'\n'.repeat(schema.line - 1)}${schema.head}${text.slice(schema.rest, token.end)}`);
        schema = undefined;
      }
      continue;
    }
    const outer = open.at(-1)?.prefixes ?? new Map<string, string>();
    const own = token.attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
    const prefixes =
      own.length === 0 ? outer : new Map([...outer, ...own.map(({ name, value }) => [name.slice(6), value] as const)]);
    const colon = token.name.indexOf(':');
    const namespace = prefixes.get(colon === -1 ? '' : token.name.slice(0, colon));
    if (open.length === 0) isWsdl = WSDL_NAMESPACES.has(namespace ?? '');
    if (!isWsdl) return undefined;
    if (schema === undefined && namespace === XSD_NAMESPACE && token.name.slice(colon + 1) === 'schema') {
      const declared = new Set(own.map(({ name }) => name.slice(6)));
      const copied = [...outer]
        .filter(([prefix]) => !declared.has(prefix))
        .map(([prefix, value]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escaped(value)}"`)
        .join('');
      const head = text.slice(token.start, token.nameEnd) + copied;
      if (token.empty) found.push(head + text.slice(token.nameEnd, token.end));
      else schema = { depth: open.length, start: token.start, head, rest: token.nameEnd, line: token.line };
    }
    if (!token.empty) open.push({ name: token.name, prefixes });
  }
  return isWsdl ? found : undefined;
};
