import { expect, test } from '@jest/globals';
import { mayExplode } from './explosive.ts';

test.each(['(a+)+b', '(a|aa)*b', '((ab)*c)+', '(?:a{2,})*', '(x(y|z)w)+', '(?<name>a*)*'])(
  '%s may explode',
  (pattern) => {
    expect(mayExplode(pattern)).toBe(true);
  },
);

test.each(['[a-z0-9-]{1,40}', '(a|b)-[0-9]+', 'a*b*c', '(ab)+', '\\(a+\\)+', '[(+)]+', '(?:abc){2}', '^(DE|NL)?x$'])(
  '%s does not',
  (pattern) => {
    expect(mayExplode(pattern)).toBe(false);
  },
);
