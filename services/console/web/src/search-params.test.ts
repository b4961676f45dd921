import { describe, expect, test } from '@jest/globals';
import { oneOf, parseSearch, stringifySearch, textsOf } from './search-params.ts';

describe('filters in the address', () => {
  test('are read back as they were written: numbers stay text, lists repeat their name', () => {
    const filters = { search: '00123', state: ['waiting', 'dead-letter'], author: 'dvdv:xga 99&x=1' };
    expect(parseSearch(stringifySearch(filters))).toEqual(filters);
    expect(stringifySearch({ search: '', author: undefined })).toBe('');
  });

  test('that make no sense are left out', () => {
    const raw = parseSearch('?state=nonsense&state=waiting&sort=%00&author=%20&search=a&search=b');
    expect(oneOf(raw.state, ['waiting', 'expired'])).toBeUndefined();
    expect(oneOf(raw.sort, ['newest'])).toBeUndefined();
    expect(textsOf(raw, ['author', 'search', 'reader'])).toEqual({ search: 'a' });
  });
});
