/** Two versions of a message type compared: manifest, schemas, rules and code lists. */

import { codeColumn } from '../codelists/code-index.ts';
import { type CodeListFolder, codeListFolder } from '../codelists/list-folder.ts';
import type { CodeListRule, MessageTypeManifest, PartRule, PinnedRoot } from '../message-types/manifest.ts';
import type { MessageType } from '../message-types/message-type.ts';
import { typeModels } from '../message-types/type-model.ts';
import { type Change, type Changes, changes } from './finding.ts';
import { compareRoots } from './structure.ts';

/** What is needed of a version. */
export type Version = Pick<MessageType, 'manifest' | 'folder'>;

const nameOf = ({ id, idPattern }: PartRule): string => id ?? `/${idPattern}/`;
const rootsOf = ({ root, collection }: PartRule): readonly PinnedRoot[] =>
  collection ?? (root === undefined ? [] : [root]);
const rootText = ({ namespace, local }: PinnedRoot): string => `{${namespace}}${local}`;

const limit = (path: string, was: number | undefined, is: number | undefined, to: Changes): void => {
  if (was === is) return;
  const text = `the limit was ${was ?? 'none'}, is ${is ?? 'none'}`;
  if (is !== undefined && (was === undefined || is < was)) to.writers(path, text);
  else to.readers(path, text);
};

const compareParts = (old: Version, fresh: Version, to: Changes): void => {
  const [oldModel, newModel] = [typeModels(old.manifest, old.folder), typeModels(fresh.manifest, fresh.folder)];
  const after = new Map(fresh.manifest.parts.map((part) => [nameOf(part), part]));
  const before = new Map(old.manifest.parts.map((part) => [nameOf(part), part]));
  for (const [name, was] of before) {
    const is = after.get(name);
    if (is === undefined) {
      to.writers(name, 'part is gone');
      if (was.required) to.readers(name, 'part that was always there is gone');
      continue;
    }
    if (is.required && !was.required) to.writers(name, 'part is required now');
    if (!is.required && was.required) to.readers(name, 'part may be missing now');
    if (is.role !== was.role) to.both(name, `role was ${was.role}, is ${is.role}`);
    if (is.mediaType !== was.mediaType) to.both(name, `media type was ${was.mediaType}, is ${is.mediaType}`);
    limit(`${name}: limitBytes`, was.limitBytes, is.limitBytes, to);
    if (was.jsonSchema !== is.jsonSchema && is.jsonSchema !== undefined)
      to.writers(name, `JSON Schema ${is.jsonSchema} must hold`);
    compareContents(name, { part: was, model: oldModel(name) }, { part: is, model: newModel(name) }, to);
  }
  for (const [name, is] of after) {
    if (before.has(name)) continue;
    if (is.required) to.writers(name, 'required part is new');
    to.readers(name, `${is.required ? 'required' : 'optional'} part is new`);
  }
};

interface Contents {
  readonly part: PartRule;
  readonly model: ReturnType<ReturnType<typeof typeModels>>;
}

const compareContents = (name: string, old: Contents, fresh: Contents, to: Changes): void => {
  const [before, after] = [rootsOf(old.part), rootsOf(fresh.part)];
  for (const root of before) {
    const same = after.find((each) => rootText(each) === rootText(root));
    const renamed = before.length === 1 && after.length === 1 ? after[0] : undefined;
    const now = same ?? renamed;
    if (same === undefined)
      to.both(
        name,
        now === undefined ? `root ${rootText(root)} is gone` : `the root was ${rootText(root)}, is ${rootText(now)}`,
      );
    const [was, is] = [
      old.model?.element(root.namespace, root.local),
      now === undefined ? undefined : fresh.model?.element(now.namespace, now.local),
    ];
    // in another namespace every name differs; what is below is told only where it could be the same
    if (old.model === undefined || fresh.model === undefined || was === undefined || is === undefined) continue;
    if (was.name.namespace === is.name.namespace)
      compareRoots({ model: old.model, root: was }, { model: fresh.model, root: is }, name, to);
  }
  for (const root of after)
    if (
      before.length > 0 &&
      !(before.length === 1 && after.length === 1) &&
      !before.some((each) => rootText(each) === rootText(root))
    )
      to.readers(name, `root ${rootText(root)} is new`);
};

interface Entry {
  readonly part: string;
}
const textsOf = (entries: readonly Entry[] | undefined, parts: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    (entries ?? [])
      .filter(({ part }) => parts.has(part))
      .map((entry) =>
        Object.entries(entry)
          .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join(', '),
      ),
  );

/** Entries of a list of the manifest that bind writers of parts both versions have: a new one binds more, one that is gone less. */
const compareEntries = (
  member: 'equations' | 'rules' | 'assertions' | 'din91379',
  old: MessageTypeManifest,
  fresh: MessageTypeManifest,
  to: Changes,
): void => {
  const known = new Set(old.parts.map(nameOf));
  const parts = new Set(fresh.parts.map(nameOf).filter((part) => known.has(part)));
  const [before, after] = [textsOf(old[member], parts), textsOf(fresh[member], parts)];
  for (const entry of after) if (!before.has(entry)) to.writers(member, `must hold now: ${entry}`);
  for (const entry of before) if (!after.has(entry)) to.readers(member, `need no longer hold: ${entry}`);
};

const codesOf = (rule: CodeListRule, lists: CodeListFolder): ReadonlySet<string> | undefined => {
  const head = lists.find(rule.list, rule.version);
  const list = 'mistake' in head ? undefined : lists.read(head.file);
  if (list === undefined || 'mistake' in list) return undefined;
  const column = codeColumn(list, rule.column);
  return new Set(list.rows.flatMap(({ values }) => (column === undefined ? [] : (values.get(column) ?? []))));
};

const compareLists = (old: Version, fresh: Version, to: Changes): void => {
  const [oldLists, newLists] = [codeListFolder(old.folder), codeListFolder(fresh.folder)];
  const keyOf = ({ part, xpath, type }: CodeListRule): string => `${part}: ${xpath ?? type}`;
  const byPlace = ({ codeLists = [] }: MessageTypeManifest) => new Map(codeLists.map((rule) => [keyOf(rule), rule]));
  const [before, after] = [byPlace(old.manifest), byPlace(fresh.manifest)];
  for (const [place, rule] of before) {
    const now = after.get(place);
    if (now === undefined) {
      to.readers(place, `codes need no longer stand in ${rule.list}`);
      continue;
    }
    const [was, is] = [codesOf(rule, oldLists), codesOf(now, newLists)];
    const gone = [...(was ?? [])].filter((code) => is?.has(code) === false);
    const added = [...(is ?? [])].filter((code) => was?.has(code) === false);
    const list = `${now.list}${now.version === undefined ? '' : ` ${now.version}`}`;
    if (gone.length > 0)
      to.writers(
        place,
        `codes no longer in ${list}: ${gone.slice(0, 10).join(', ')}${gone.length > 10 ? ` and ${gone.length - 10} more` : ''}`,
      );
    if (added.length > 0)
      to.readers(
        place,
        `codes new in ${list}: ${added.slice(0, 10).join(', ')}${added.length > 10 ? ` and ${added.length - 10} more` : ''}`,
      );
    if (gone.length === 0 && added.length === 0 && rule.version !== now.version)
      to.compatible(place, `${list} has the same codes`);
  }
  for (const [place, { list }] of after) if (!before.has(place)) to.writers(place, `codes must stand in ${list} now`);
};

const compareDistribution = (old: MessageTypeManifest, fresh: MessageTypeManifest, to: Changes): void => {
  if (old.distribution === undefined && fresh.distribution === undefined) return;
  const of = ({ distribution }: MessageTypeManifest) =>
    new Map((distribution ?? []).map(({ role, parts }) => [role, parts]));
  const [before, after] = [of(old), of(fresh)];
  if (old.distribution === undefined)
    to.writers('distribution', `only these roles now: ${[...after.keys()].join(', ')}`);
  else if (fresh.distribution === undefined) to.compatible('distribution', 'roles are no longer limited');
  else {
    for (const [role, parts] of before) {
      const now = after.get(role);
      if (now === undefined) to.writers('distribution', `role ${role} is gone`);
      for (const part of parts)
        if (now?.includes(part) === false) to.writers('distribution', `role ${role} may no longer get ${part}`);
    }
    for (const role of after.keys()) if (!before.has(role)) to.compatible('distribution', `role ${role} is new`);
  }
};

const ORDER = ['breaks-old-writers', 'breaks-old-readers', 'compatible'] as const;

/** Everything a new version changes, what breaks first. Reads schemas and lists of both folders; throws where they are broken. */
export const compareMessageTypes = (old: Version, fresh: Version): readonly Change[] => {
  const to = changes();
  const [was, is] = [old.manifest, fresh.manifest];
  if (was.code !== is.code) to.both('code', `was ${was.code}, is ${is.code}`);
  compareParts(old, fresh, to);
  limit('limits.contentBytes', was.limits.contentBytes, is.limits.contentBytes, to);
  limit('limits.parts', was.limits.parts, is.limits.parts, to);
  compareEntries('equations', was, is, to);
  compareEntries('rules', was, is, to);
  compareEntries('assertions', was, is, to);
  compareEntries('din91379', was, is, to);
  compareLists(old, fresh, to);
  compareDistribution(was, is, to);
  if (was.legalBasis !== 'required' && is.legalBasis === 'required') to.writers('legalBasis', 'is required now');
  if (was.legalBasis === 'required' && is.legalBasis !== 'required') to.readers('legalBasis', 'may be missing now');
  return [...to.found].sort((a, b) => ORDER.indexOf(a.direction) - ORDER.indexOf(b.direction));
};
