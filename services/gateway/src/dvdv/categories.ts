/** Categories as DVDV names them: by path, name or prefix; the tree of them. Pure. */
import type { AuthorityEntry, CategoryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';

/** A category and those below it. */
export interface CategoryNode {
  readonly name: string;
  readonly prefix?: string;
  readonly children?: readonly CategoryNode[];
}

const categoryEntry = (dir: Directory, path: string, day: string): CategoryEntry | undefined =>
  dir.categories.inForce(path, { day }).at(-1);

/** The name of a category; its path where it is not registered. */
export const categoryName = (dir: Directory, path: string, day: string): string =>
  categoryEntry(dir, path, day)?.names.de ?? path;

/** A category is named by its path, one of its names or its prefix; who is below it is of it too. */
export const isOfCategory = (dir: Directory, { category: path }: AuthorityEntry, asked: string, day: string): boolean =>
  pathsUpwards(path).some((each) => {
    const entry = categoryEntry(dir, each, day);
    return each === asked || (entry !== undefined && [...Object.values(entry.names), entry.keyPrefix].includes(asked));
  });

const pathsUpwards = (path: string): readonly string[] => {
  const steps = path.split('/');
  return steps.map((_, n) => steps.slice(0, n + 1).join('/'));
};

/** The categories below a path, in order of their paths. */
export const treeOf = (dir: Directory, day: string, above = ''): readonly CategoryNode[] =>
  [...dir.categories.keys()]
    .filter((path) => path.startsWith(above) && !path.slice(above.length).includes('/'))
    .flatMap((path) => dir.categories.inForce(path, { day }))
    .sort((a, b) => (a.category < b.category ? -1 : 1))
    .map(({ category, names, keyPrefix }) => {
      const children = treeOf(dir, day, `${category}/`);
      return {
        name: names.de,
        ...(keyPrefix === undefined ? {} : { prefix: keyPrefix }),
        ...(children.length === 0 ? {} : { children }),
      };
    });
