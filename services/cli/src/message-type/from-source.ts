/** A type made from a source: what is used of it, which roots, and everything that has to be told. */

import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { nameOfRoot } from '@dienstweg/schemas/xml/root-name.ts';
import { SchemaError } from '@dienstweg/schemas/xml/schema.ts';
import { faultText, type SchemaFault } from '@dienstweg/schemas/xsd/fault.ts';
import { planSchemas, type SchemaPlan } from '@dienstweg/schemas/xsd/plan.ts';
import { usageError } from '../args/parse.ts';
import { type Collection, collectionOf, isStructured, leadingTo, type Root, rootsOf } from './collection.ts';
import { fromCollection, type MadeSample } from './from-collection.ts';
import { refusal } from './refusal.ts';
import type { TypeFiles } from './skeleton.ts';
import { readSource, toldWhere, within } from './source.ts';
import { takeLists } from './take-along.ts';
import { faultsOf, type LeftOut, type Usable, usableOf } from './usable.ts';

/** The files of a new type, and what is told of them. */
export interface Made extends TypeFiles {
  readonly candidates: readonly Root[];
  readonly notes: readonly string[];
  readonly samples: readonly MadeSample[];
  readonly leftOut: readonly LeftOut[];
}

/** What of a source is asked for. */
export interface Asked {
  readonly root: string | undefined;
  /** Only this folder of it. */
  readonly within: string | undefined;
  /** Every element that stands within no other, of whatever namespace; else those the collection is made for. */
  readonly allRoots: boolean;
  /** Documents whose roots are wanted, too. */
  readonly samplesGiven: readonly Uint8Array[];
}

/** `{namespace}name`, or the name alone where there is no namespace. */
export const named = ({ namespace, local }: Pick<Root, 'namespace' | 'local'>): string =>
  namespace === '' ? local : `{${namespace}}${local}`;

const isNamed = (root: Root, asked: string): boolean => named(root) === asked || root.local === asked;

/** The roots that are asked for; where nothing is said all candidates, and the roots of documents that are given. */
const chosenRoots = (
  asked: string | undefined,
  all: readonly Root[],
  candidates: readonly Root[],
  given: readonly Uint8Array[],
): readonly Root[] => {
  if (asked === undefined) {
    const wanted = new Set(given.map(nameOfRoot));
    return [
      ...candidates,
      ...all.filter((root) => !candidates.includes(root) && wanted.has(`{${root.namespace}}${root.local}`)),
    ];
  }
  const fitting = all.filter((root) => isNamed(root, asked));
  if (fitting.length === 1) return fitting;
  const known = (fitting.length > 0 ? fitting : candidates).slice(0, 20).map(named).join(', ');
  throw usageError(
    `--root ${asked}: ${fitting.length === 0 ? 'no such element' : 'several elements have that name'}. There are: ${known}`,
  );
};

/** Elements with content of their own that documents of this type cannot begin with, told so that nobody misses them. */
const otherRoots = (all: readonly Root[], chosen: readonly Root[]): readonly string[] => {
  const others = all.filter((root) => isStructured(root) && !chosen.includes(root));
  if (others.length === 0) return [];
  const some = others.slice(0, 5).map(named).join(', ');
  return [
    `${others.length} more global elements are no roots of this type: ${some}${others.length > 5 ? ', …' : ''}; one of them: --root`,
  ];
};

/** Where a set of schemas lies: the folder all of them are in. */
const folderOf = (paths: readonly string[]): string => {
  const [first = ''] = paths;
  let folder = first.slice(0, first.lastIndexOf('/') + 1);
  while (folder !== '' && !paths.every((path) => path.startsWith(folder)))
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  return folder === '' ? '.' : folder;
};

/** Schemas that cannot be compiled as one, and how one of them is chosen. */
const notTogether = (plans: readonly SchemaPlan[], from: string, asked: string | undefined): readonly SchemaFault[] => {
  const folders = plans.map(({ documents }) => folderOf([...documents.keys()]));
  const isApart = new Set(folders).size === folders.length;
  const ways = [
    ...(isApart ? ['--within FOLDER'] : []),
    ...(asked === undefined ? ['--root {NAMESPACE}NAME'] : []),
    `the XSD itself, as --from ${from}/${plans[0]?.entries[0] ?? ''}`,
  ];
  return [
    {
      code: 'not-compilable',
      file: from,
      text: `there are ${plans.length} sets of schemas that declare the same things differently${asked === undefined ? '' : `, all with ${asked}`}; choose one with ${ways.join(', or ')}`,
    },
    ...plans.map(({ entries }, n) => ({
      code: 'not-compilable' as const,
      file: folders[n] ?? '.',
      text: `${entries.slice(0, 3).join(', ')}${entries.length > 3 ? `, … (${entries.length})` : ''}`,
    })),
  ];
};

/** The schema that declares the root asked for, where several sets have the very same. */
const declaredIn = (sets: readonly { readonly all: readonly Root[] }[], asked: string): string | undefined => {
  const files = sets.flatMap(({ all }) => all.filter((root) => isNamed(root, asked)));
  const [only, ...others] = new Set(files.map(({ element }) => element.place?.file));
  return others.length === 0 ? only : undefined;
};

/** The set of schemas to be used: the only one, or the only one that has the root asked for. */
const chosenSet = (
  { files, catalog }: Collection,
  plans: readonly SchemaPlan[],
  asked: string | undefined,
  from: string,
) => {
  const sets = plans.map((plan) => ({ plan, ...rootsOf(plan) }));
  const fitting = asked === undefined ? [] : sets.filter(({ all }) => all.some((root) => isNamed(root, asked)));
  const eligible = fitting.length > 0 ? fitting : sets;
  const [only, ...others] = eligible;
  if (only === undefined || others.length === 0) return { set: only, faults: [] };
  const declaring = asked === undefined ? undefined : declaredIn(fitting, asked);
  if (declaring !== undefined) {
    const plan = planSchemas(files, [declaring], catalog === undefined ? {} : { catalog });
    return { set: { plan, ...rootsOf(plan) }, faults: [] };
  }
  return {
    faults: notTogether(
      eligible.map(({ plan }) => plan),
      from,
      fitting.length > 0 ? asked : undefined,
    ),
  };
};

/** What can be used; refuses everything where libxml2 broke off on some of it. */
const lookedThrough = (collection: Collection, language: Language): Usable => {
  try {
    return usableOf(collection);
  } catch (error) {
    if (error instanceof SchemaError) throw refusal(error.faults, language);
    throw error;
  }
};

/**
 * Reads a folder, a ZIP or an XSD and takes of it what can be used. Throws `message-type-invalid` with every fault where nothing is left, or where somebody has to choose.
 */
export const fromSource = async (
  from: string,
  { root: asked, within: inside, allRoots, samplesGiven: given }: Asked,
  about: { code: string; version: string; validFrom: string },
  language: Language,
): Promise<Made> => {
  const whole = await readSource(from, language);
  const source = inside === undefined ? whole : within(whole, inside);
  const found = collectionOf(source);
  const collection = asked === undefined ? found : leadingTo(found, asked);
  if (collection.plan.entries.length === 0)
    throw refusal([{ file: from, text: 'there is no XML Schema in it' }], language);
  const { plans, leftOut, sameAgain } = lookedThrough(collection, language);
  if (plans.length === 0)
    throw refusal([...faultsOf(leftOut).map(toldWhere(from)), ...collection.catalogFaults], language);
  const { set, faults } = chosenSet(collection, plans, asked, from);
  if (set === undefined) throw refusal(faults, language);
  const { plan, model, all, free } = set;
  const candidates = allRoots && free.length > 0 ? free : set.candidates;
  if (asked !== undefined && leftOut.length > 0 && !all.some((root) => isNamed(root, asked)))
    throw refusal(faultsOf(leftOut), language);
  const roots = chosenRoots(asked, all, candidates, given);
  if (roots.length === 0) throw refusal([{ file: from, text: 'no schema declares a global element' }], language);
  const lists = takeLists(source.lists);
  const made = fromCollection(collection, model, roots, about);
  return {
    ...made,
    type: { ...made.type, hasLists: lists.files.size > 0 },
    files: new Map([...made.files, ...lists.files]),
    candidates,
    notes: [
      ...source.notes,
      ...collection.catalogFaults.map((fault) => `${faultText(fault)} (nothing asks for it)`),
      ...(asked === undefined ? otherRoots(all, roots) : []),
      ...plan.notes.map(faultText),
      ...sameAgain.map(({ used, aside }) => `${used} is used; ${aside} declares the same (--within takes one folder)`),
      ...lists.notes,
    ],
    leftOut,
  };
};
