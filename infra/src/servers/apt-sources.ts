/** This machine's own Debian sources: mirror, suite and keyring, from both forms of apt's files. */

/** A source of packages as an apt line states it. */
export interface AptSource {
  /** The mirror's URL. */
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Path of a keyring, or key ids; absent: apt's trusted keys. */
  readonly signedBy?: string;
}

const words = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

/** One-line form (sources.list(5)): `deb [options] uri suite component…`. */
export const readListFile = (text: string): readonly AptSource[] =>
  text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line);
    const [, options, uri, suite, components] = match ?? [];
    if (uri === undefined || suite === undefined) return [];
    const signedBy = words(options)
      .find((option) => option.startsWith('signed-by='))
      ?.slice('signed-by='.length);
    return [{ uri, suites: [suite], components: words(components), ...(signedBy === undefined ? {} : { signedBy }) }];
  });

/** deb822 form: stanzas of `Field: value`. A key given inline (not a path) is left to apt's trusted keys. */
export const readSourcesFile = (text: string): readonly AptSource[] =>
  text
    .replaceAll(/^#.*\n?/gm, '')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const field = (name: string): string | undefined =>
        new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1];
      if (!words(field('Types')).includes('deb') || /^no$/i.test(field('Enabled')?.trim() ?? '')) return [];
      const signedBy = field('Signed-By')?.trim();
      return words(field('URIs')).map((uri) => ({
        uri,
        suites: words(field('Suites')),
        components: words(field('Components')),
        ...(signedBy?.startsWith('/') ? { signedBy } : {}),
      }));
    });

/**
 * Where Debian's main archive comes from on this machine: the source that has the machine's own suite (the code name of
 * os-release) with component `main`. Security and updates suites of the same name are not it.
 */
export const mainArchive = (sources: readonly AptSource[], codename: string): AptSource | undefined =>
  sources.find(
    ({ suites, components }) =>
      components.includes('main') && suites.some((suite) => suite === codename || suite === 'stable'),
  );

/** Whether a path in apt's folder is one of its source files, and how to read it. */
export const readSourceFile = (name: string, text: string): readonly AptSource[] =>
  name.endsWith('.sources') ? readSourcesFile(text) : name.endsWith('.list') ? readListFile(text) : [];
