/** What stands beside schemas in a published collection and is of use: code lists, and rules with what they include. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { readCodeList } from '@dienstweg/schemas/codelists/genericode.ts';
import { gatherMistakes, RulesError } from '@dienstweg/schemas/rules/schematron/mistakes.ts';
import { inclusionsOf, SCHEMATRON } from '@dienstweg/schemas/rules/schematron/read.ts';
import { usageError } from '../args/parse.ts';
import { isPlainFileNear, MOST_UP } from './plain-file.ts';

/** Files to be written, by path within the folder of the type, and what was not taken and why. */
export interface TakenAlong {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly notes: readonly string[];
}

const plainName = (name: string): string => name.replace(/[^\p{L}\p{N}._-]+/gu, '_');

/** The lists that can be read, each version once. */
export const takeLists = (lists: ReadonlyMap<string, Uint8Array>): TakenAlong => {
  const files = new Map<string, Uint8Array>();
  const notes: string[] = [];
  const known = new Map<string, string>();
  for (const [path, octets] of [...lists].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const reading = readCodeList(octets);
    if (!reading.ok) {
      notes.push(`${path}: not taken as code list: ${reading.violations[0]?.text ?? 'it cannot be read'}`);
      continue;
    }
    const { uri, version } = reading.list;
    const key = uri === '' ? path : `${uri} ${version}`;
    const same = known.get(key);
    if (same !== undefined) {
      if (Buffer.compare(octets, lists.get(same) ?? new Uint8Array()) !== 0)
        notes.push(`${path}: not taken, ${same} says it is the same version of the same code list`);
      continue;
    }
    known.set(key, path);
    const name = plainName(basename(path));
    const free = files.has(`codelists/${name}`) ? plainName(path) : name;
    files.set(`codelists/${free}`, octets);
  }
  return { files, notes };
};

const slashed = (path: string): string => path.split(sep).join('/');

/** The files that Schematron includes; whatever else a file names is not read. Throws RulesError. */
const included = (start: string, path: string): readonly string[] => {
  const mistakes = gatherMistakes();
  const name = slashed(relative(dirname(start), path));
  const found = inclusionsOf(name, readFileSync(path), mistakes);
  mistakes.refuse();
  if (found === undefined) throw new RulesError([{ file: name, text: `this is no Schematron (${SCHEMATRON})` }]);
  return found.flatMap(({ line, reference }): readonly string[] => {
    const meant = resolve(dirname(path), reference);
    // what is not there, lint tells
    if (!existsSync(meant)) return [];
    if (/\.(?:sch|xml)$/i.test(meant) && isPlainFileNear(start, meant)) return [meant];
    const text = `${reference} is not taken along: only .sch and .xml files that lie near these rules are, and no links`;
    throw new RulesError([{ file: name, line, text }]);
  });
};

/** A rule file as the manifest names it, and everything it includes. Throws RulesError, or `usage-error` where it is not there. */
export const takeRules = (file: string): { readonly main: string; readonly files: ReadonlyMap<string, Uint8Array> } => {
  const start = resolve(file);
  if (!existsSync(start) || !/\.sch$/i.test(start)) throw usageError(`--rules ${file}: there is no such .sch file.`);
  const found = new Set([start]);
  for (const path of found) for (const next of included(start, path)) found.add(next);
  let base = dirname(start);
  for (let up = 0; up < MOST_UP && [...found].some((path) => relative(base, path).startsWith('..')); up++)
    base = dirname(base);
  const placeOf = (path: string): string => `rules/${slashed(relative(base, path))}`;
  // a manifest names plain paths only; what is included is found beside it as before
  const steps = slashed(relative(base, start)).split('/');
  const main = `rules/${[...steps.slice(0, -1), basename(start).replace(/[^A-Za-z0-9._-]+/g, '_')].join('/')}`;
  const within = [...found].filter((path) => !relative(base, path).startsWith('..'));
  return {
    main,
    files: new Map(within.map((path) => [path === start ? main : placeOf(path), readFileSync(path)])),
  };
};
