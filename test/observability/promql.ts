/** What a PromQL expression names, as Prometheus' own grammar reads it. */
import { parser } from '@prometheus-io/lezer-promql';

/** A metric with the labels its matchers name. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly { readonly name: string; readonly equals?: string }[];
}

/** Selectors of an expression. Throws where it is no PromQL, with the place. */
export const selectorsOf = (expression: string): readonly Selector[] => {
  const selectors: { metric: string; labels: { name: string; equals?: string }[] }[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      const text = expression.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      if (type.name === 'VectorSelector') {
        const name = node.getChild('Identifier');
        selectors.push({ metric: name === null ? '' : expression.slice(name.from, name.to), labels: [] });
      }
      if (type.name.endsWith('LabelMatcher')) {
        const [, label = '', operator, value] = /^"?([\w]+)"?\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(text) ?? [];
        selectors
          .at(-1)
          ?.labels.push({ name: label, ...(operator === '=' && value !== undefined ? { equals: value } : {}) });
      }
    },
  });
  return selectors;
};
