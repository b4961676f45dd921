/** Regular expressions of manifests and JSON Schemas run in an engine that goes back and forth: some never come to an end. */

/**
 * Whether a group that is repeated holds a repetition or a choice, as in `(a+)+` or `(a|aa)*`: such an expression can take
 * longer than the world lasts. Some harmless ones are found, too; they can be written otherwise.
 */
export const mayExplode = (pattern: string): boolean => {
  const plain = pattern.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  for (let left = plain, group = /\(([^()]*)\)([*+]|\{\d+,?\d*\})?/; ; ) {
    const found = group.exec(left);
    if (found === null) return false;
    const [whole, inside = '', repeats] = found;
    if (repeats !== undefined && /[*+|{?]/.test(inside.replace(/^\?(?:[:=!]|<[^>]*>)/, ''))) return true;
    // what is left of it counts as a repetition where it was one
    const rest = repeats !== undefined || /[*+{|?]/.test(inside) ? 'x+' : 'x';
    left = left.slice(0, found.index) + rest + left.slice(found.index + whole.length);
  }
};
