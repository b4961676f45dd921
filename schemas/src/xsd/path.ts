/** Paths of schema files, as keys: relative, `/`, NFC, no `.` or `..`. Pure. */

/** Whether a location has a scheme, such as `http:` or `urn:`. One letter before the colon is a drive of Windows. */
export const isAbsoluteUrl = (location: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]+:/.test(location);

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `path` made plain; `undefined` where it leads out of the folder or is absolute. */
export const plainPath = (path: string): string | undefined => {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
};

/** The folder of a path, with `/` at its end; empty at the top. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The last step of a path or URL. */
export const fileNameOf = (location: string): string =>
  decoded(
    location
      .replace(/[?#].*$/s, '')
      .replaceAll('\\', '/')
      .split('/')
      .at(-1) ?? '',
  );

/**
 * The paths a relative location may mean, seen from a file: decoded, then as written. Backslashes count as `/`, since
 * some standards are written so. Empty where it leads out of the folder.
 */
export const pathsMeant = (base: string, location: string): readonly string[] => {
  const written = location.replaceAll('\\', '/');
  const found = [decoded(written), written, written.replace(/#.*$/s, '')]
    .map((path) => plainPath(folderOf(base) + path))
    .filter((path) => path !== undefined);
  return [...new Set(found)];
};
