/** What of a collection can be used: schemas that are in order and go together, and what is left out and why. */
import { SchemaError, schemaOf } from '@dienstweg/schemas/xml/schema.ts';
import { faultText, type SchemaFault } from '@dienstweg/schemas/xsd/fault.ts';
import { lintSchemas } from '@dienstweg/schemas/xsd/lint.ts';
import { planSchemas, type SchemaPlan } from '@dienstweg/schemas/xsd/plan.ts';
import { declareTheSame, reachOf, type SchemaSet, setsOf } from '@dienstweg/schemas/xsd/sets.ts';
import type { Collection } from './collection.ts';

/** A schema that is not used, with what is wrong with it or with what it refers to. */
export interface LeftOut {
  readonly schema: string;
  readonly faults: readonly SchemaFault[];
}

/** Sets of schemas that are in order; each compiles as one. */
export interface Usable {
  readonly plans: readonly SchemaPlan[];
  readonly leftOut: readonly LeftOut[];
  /** Sets left aside because they declare the very same as one that is used, by one of their schemas. */
  readonly sameAgain: readonly { readonly used: string; readonly aside: string }[];
}

const planOf = ({ files, catalog }: Collection, entries: readonly string[]): SchemaPlan =>
  planSchemas(files, entries, catalog === undefined ? {} : { catalog });

/** Entries of a plan that reach none of the files with faults, and those that do. */
const parted = (
  plan: SchemaPlan,
  faults: readonly SchemaFault[],
): { readonly sound: readonly string[]; readonly leftOut: readonly LeftOut[] } => {
  const found = plan.entries.map((schema) => {
    const reach = reachOf(plan, schema);
    return { schema, faults: faults.filter(({ file }) => reach.has(file)) };
  });
  return {
    sound: found.filter((each) => each.faults.length === 0).map(({ schema }) => schema),
    leftOut: found.filter((each) => each.faults.length > 0),
  };
};

const compileFaultsOf = (plan: SchemaPlan): readonly SchemaFault[] => {
  try {
    schemaOf(plan)[Symbol.dispose]();
    return [];
  } catch (error) {
    // nothing more is asked of an engine that broke off
    if (error instanceof SchemaError && !error.faults.some(({ code }) => code === 'engine')) return error.faults;
    throw error;
  }
};

/** Compiles entries one by one; `faults` are those of them together. */
const eachAlone = (
  collection: Collection,
  entries: readonly string[],
  faults: readonly SchemaFault[],
): ReturnType<typeof parted> => {
  const alone = entries.map((schema) => ({
    schema,
    faults: entries.length === 1 ? faults : compileFaultsOf(planOf(collection, [schema])),
  }));
  return {
    sound: alone.filter((each) => each.faults.length === 0).map(({ schema }) => schema),
    leftOut: alone.filter((each) => each.faults.length > 0),
  };
};

/** Compiles entries as one; those it fails for are left out until the rest compiles. */
const compiling = (
  collection: Collection,
  entries: readonly string[],
): { readonly sound: readonly string[]; readonly leftOut: readonly LeftOut[] } => {
  const leftOut: LeftOut[] = [];
  let sound = entries;
  while (sound.length > 0) {
    const plan = planOf(collection, sound);
    const faults = compileFaultsOf(plan);
    if (faults.length === 0) break;
    // what has no line is told of the first entry, whichever it concerns
    let next = parted(
      plan,
      faults.filter(({ line }) => line !== undefined),
    );
    // nothing that can be told apart: each has to be asked for itself
    if (next.leftOut.length === 0 || next.sound.length === 0) next = eachAlone(collection, sound, faults);
    // each compiles, and all of them do not
    if (next.leftOut.length === 0) return { sound: [], leftOut: sound.map((schema) => ({ schema, faults })) };
    leftOut.push(...next.leftOut);
    sound = next.sound;
  }
  return { sound, leftOut };
};

const octetsOf = (plan: SchemaPlan, { documents }: SchemaSet): number =>
  [...documents].reduce((sum, path) => sum + (plan.documents.get(path)?.text.length ?? 0), 0);

/** Sets without those that say the same again; the one that explains more stays. */
const withoutTwins = (
  plan: SchemaPlan,
  sets: readonly SchemaSet[],
): { readonly kept: readonly SchemaSet[]; readonly sameAgain: Usable['sameAgain'] } => {
  const kept: SchemaSet[] = [];
  const sameAgain: { used: string; aside: string }[] = [];
  for (const set of [...sets].sort((a, b) => octetsOf(plan, b) - octetsOf(plan, a))) {
    const twin = kept.find((other) => declareTheSame(plan, other, set));
    if (twin === undefined) kept.push(set);
    else sameAgain.push({ used: twin.entries[0] ?? '', aside: set.entries[0] ?? '' });
  }
  return { kept: sets.filter((set) => kept.includes(set)), sameAgain };
};

/** Looks through a collection: references, XSD 1.1 and expressions, what goes together, what compiles. */
export const usableOf = (collection: Collection): Usable => {
  const planned: LeftOut[] = [];
  let clean = collection.plan;
  while (clean.faults.length > 0 && clean.entries.length > 0) {
    const { sound, leftOut } = parted(clean, clean.faults);
    if (leftOut.length === 0) return { plans: [], sameAgain: [], leftOut: [{ schema: '.', faults: clean.faults }] };
    planned.push(...leftOut);
    clean = planOf(collection, sound);
  }
  const linted = parted(clean, lintSchemas(clean));
  const whole = planOf(collection, linted.sound);
  const { kept, sameAgain } = withoutTwins(whole, setsOf(whole));
  const compiled = kept.map(({ entries }) => compiling(collection, entries));
  return {
    plans: compiled.filter(({ sound }) => sound.length > 0).map(({ sound }) => planOf(collection, sound)),
    leftOut: [...planned, ...linted.leftOut, ...compiled.flatMap((each) => each.leftOut)],
    sameAgain,
  };
};

/** Every fault of what was left out, each once. */
export const faultsOf = (leftOut: readonly LeftOut[]): readonly SchemaFault[] => [
  ...new Map(leftOut.flatMap(({ faults }) => faults).map((fault) => [faultText(fault), fault])).values(),
];
