/** Content models compared, from a root down. Pure. */
import {
  type AttributeUse,
  type ComplexType,
  type ElementDeclaration,
  nameText,
  type XsdType,
} from '../xsd/model/components.ts';
import { textTypeOf } from '../xsd/model/facets.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';
import type { Changes } from './finding.ts';
import { compareSimple } from './simple.ts';

/** A child of a type, taken together from all places it stands at. */
interface Place {
  readonly element: ElementDeclaration;
  min: number;
  max: number;
  readonly order: number;
  /** Names it excludes: those in the same choice. */
  readonly excludes: Set<string>;
}

const placesOf = (model: XsdModel, type: XsdType): ReadonlyMap<string, Place> => {
  const children = model.childrenOf(type);
  const places = new Map<string, Place>();
  children.forEach(({ element, min, max, choices }, order) => {
    if (element === undefined) return;
    const key = nameText(element.name);
    const known = places.get(key) ?? { element, min: 0, max: 0, order, excludes: new Set<string>() };
    known.min += min;
    known.max += max;
    places.set(key, known);
    if (max !== 1) return;
    for (const other of children)
      if (
        other.element !== undefined &&
        other.element !== element &&
        other.choices.some((choice) => choices.includes(choice))
      )
        known.excludes.add(nameText(other.element.name));
  });
  return places;
};

const often = (max: number): string => (Number.isFinite(max) ? String(max) : 'any number of');
const isClosed = (model: XsdModel, type: XsdType): boolean =>
  !model.childrenOf(type).some(({ wildcard }) => wildcard !== undefined);

/** Compares two roots and everything below; `part` goes before paths. */
export const compareRoots = (
  old: { readonly model: XsdModel; readonly root: ElementDeclaration },
  fresh: { readonly model: XsdModel; readonly root: ElementDeclaration },
  part: string,
  to: Changes,
): void => {
  const seen = new Map<XsdType, Set<XsdType>>();

  const element = (was: ElementDeclaration, is: ElementDeclaration, path: string): void => {
    if (was.nillable !== is.nillable)
      if (is.nillable) to.readers(path, 'may be nil now');
      else to.writers(path, 'may no longer be nil');
    if (was.fixed !== is.fixed) to.both(path, `the fixed value was ${was.fixed ?? 'none'}, is ${is.fixed ?? 'none'}`);
    if (was.default !== is.default)
      to.readers(path, `the default was ${was.default ?? 'none'}, is ${is.default ?? 'none'}`);
    types(was.type, is.type, path);
  };
  const types = (was: XsdType, is: XsdType, path: string): void => {
    const known = seen.get(was) ?? new Set();
    if (known.has(is)) return;
    seen.set(was, known.add(is));
    if (was.kind === 'complex' && is.kind === 'complex') complex(was, is, path);
    else texts(was, is, path);
  };
  /** At least one of them is a simple type. */
  const texts = (was: XsdType, is: XsdType, path: string): void => {
    const usesOf = (type: XsdType) => (type.kind === 'complex' ? type.attributes : []);
    const [before, after] = [textTypeOf(was), textTypeOf(is)];
    attributes(usesOf(was), usesOf(is), path);
    if (before !== undefined && after !== undefined) compareSimple(before, after, path, to);
    else to.both(path, before === undefined ? 'had elements, is text now' : 'was text, has elements now');
  };
  const complex = (was: ComplexType, is: ComplexType, path: string): void => {
    attributes(was.attributes, is.attributes, path);
    if (was.mixed !== is.mixed) to.both(path, was.mixed ? 'is no longer mixed content' : 'is mixed content now');
    if (was.abstract !== is.abstract && is.abstract) to.writers(path, 'its type is abstract now: xsi:type is needed');
    if (was.content.kind === 'simple' && is.content.kind === 'simple')
      compareSimple(was.content.type, is.content.type, path, to);
    else if (was.content.kind === 'simple' || is.content.kind === 'simple')
      to.both(path, was.content.kind === 'simple' ? 'was text, has elements now' : 'had elements, is text now');
    else children(was, is, path);
    derived(was, is, path);
  };
  const derived = (was: ComplexType, is: ComplexType, path: string): void => {
    const names = (model: XsdModel, type: XsdType) =>
      new Map(
        model
          .derivedFrom(type)
          .flatMap((each) => (each.name === undefined ? [] : [[nameText(each.name), each] as const])),
      );
    const [before, after] = [names(old.model, was), names(fresh.model, is)];
    for (const [name, type] of before) {
      const now = after.get(name);
      if (now === undefined) to.writers(path, `xsi:type ${name} is gone`);
      else types(type, now, `${path}[xsi:type ${name}]`);
    }
    for (const name of after.keys()) if (!before.has(name)) to.readers(path, `xsi:type ${name} is new`);
  };
  const children = (was: ComplexType, is: ComplexType, path: string): void => {
    const [before, after] = [placesOf(old.model, was), placesOf(fresh.model, is)];
    const [wasClosed, isNowClosed] = [isClosed(old.model, was), isClosed(fresh.model, is)];
    if (wasClosed !== isNowClosed)
      if (isNowClosed) to.writers(path, 'further elements are no longer allowed');
      else to.readers(path, 'further elements are allowed now');
    for (const [name, place] of before) {
      const here = `${path}/${place.element.name.local}`;
      const now = after.get(name);
      if (now === undefined) {
        if (isNowClosed) to.writers(here, `element ${place.min > 0 ? '(required before) ' : ''}is gone`);
        if (place.min > 0) to.readers(here, 'element that was always there is gone');
        continue;
      }
      occurrence(place, now, here);
      substitutes(place.element, now.element, here);
      const excluded = [...place.excludes].filter((other) => after.has(other));
      const excludes = [...now.excludes].filter((other) => before.has(other));
      if (excludes.some((other) => !place.excludes.has(other)))
        to.writers(here, 'now excludes an element it could stand with');
      if (excluded.some((other) => !now.excludes.has(other)))
        to.readers(here, 'may now stand with an element it excluded');
      element(place.element, now.element, here);
    }
    for (const [name, { element: added, min }] of after) {
      if (before.has(name)) continue;
      const here = `${path}/${added.name.local}`;
      if (min > 0) to.writers(here, 'required element is new');
      if (wasClosed) to.readers(here, `${min > 0 ? 'required' : 'optional'} element is new`);
      else to.compatible(here, 'element is new where further elements were allowed');
    }
    const kept = [...before.keys()].filter((name) => after.has(name));
    const sorted = [...kept].sort((a, b) => (after.get(a)?.order ?? 0) - (after.get(b)?.order ?? 0));
    if (kept.some((name, at) => sorted[at] !== name)) to.both(path, 'elements stand in another order');
  };
  const occurrence = (was: Place, is: Place, path: string): void => {
    if (is.min > was.min)
      to.writers(path, was.min === 0 ? 'is required now' : `at least ${is.min} instead of ${was.min}`);
    if (is.min < was.min)
      to.readers(path, is.min === 0 ? 'may be missing now' : `at least ${is.min} instead of ${was.min}`);
    if (is.max < was.max) to.writers(path, `at most ${often(is.max)} instead of ${often(was.max)}`);
    if (is.max > was.max) to.readers(path, `at most ${often(is.max)} instead of ${often(was.max)}`);
  };
  const substitutes = (was: ElementDeclaration, is: ElementDeclaration, path: string): void => {
    const names = (model: XsdModel, of: ElementDeclaration) =>
      model.substitutesOf(of).map(({ name }) => nameText(name));
    const [before, after] = [names(old.model, was), names(fresh.model, is)];
    for (const name of before) if (!after.includes(name)) to.writers(path, `${name} may no longer stand here`);
    for (const name of after) if (!before.includes(name)) to.readers(path, `${name} may stand here now`);
  };
  const attributes = (was: readonly AttributeUse[], is: readonly AttributeUse[], path: string): void => {
    const byName = (uses: readonly AttributeUse[]) => new Map(uses.map((use) => [nameText(use.attribute.name), use]));
    const [before, after] = [byName(was), byName(is)];
    for (const [name, use] of before) {
      const here = `${path}/@${use.attribute.name.local}`;
      const now = after.get(name);
      if (now === undefined) {
        to.writers(here, 'attribute is gone');
        if (use.required) to.readers(here, 'attribute that was always there is gone');
        continue;
      }
      if (now.required && !use.required) to.writers(here, 'is required now');
      if (!now.required && use.required) to.readers(here, 'may be missing now');
      if (use.fixed !== now.fixed)
        to.both(here, `the fixed value was ${use.fixed ?? 'none'}, is ${now.fixed ?? 'none'}`);
      if (use.default !== now.default)
        to.readers(here, `the default was ${use.default ?? 'none'}, is ${now.default ?? 'none'}`);
      compareSimple(use.attribute.type, now.attribute.type, here, to);
    }
    for (const [name, { attribute, required }] of after) {
      if (before.has(name)) continue;
      const here = `${path}/@${attribute.name.local}`;
      if (required) to.writers(here, 'required attribute is new');
      to.readers(here, `${required ? 'required' : 'optional'} attribute is new`);
    }
  };

  const path = `${part}: /${old.root.name.local}`;
  element(old.root, fresh.root, path);
  const constraints = ({ root }: typeof old) =>
    new Map(
      root.constraints.map((each) => [each.name.local, `${each.kind} ${each.selector} ${each.fields.join(' ')}`]),
    );
  const [before, after] = [constraints(old), constraints(fresh)];
  for (const [name, text] of after) if (before.get(name) !== text) to.writers(path, `${name} must hold: ${text}`);
  for (const [name, text] of before)
    if (after.get(name) !== text) to.readers(path, `${name} need no longer hold: ${text}`);
};
