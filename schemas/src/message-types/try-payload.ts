/** A payload held against a type without a message around it. */
import { checkMessageType } from '../examine/content.ts';
import type { MessageTypeRef } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { nameOfRoot } from '../xml/root-name.ts';
import type { MessageTypeCatalog, StandingType } from './catalog.ts';
import { checkSample, partFor } from './samples.ts';
import * as texts from './texts.ts';

/** What came of it. */
export interface TriedPayload {
  /** The part it was taken as. */
  readonly part?: string;
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

const rootsOf = ({ type: { manifest } }: StandingType): string =>
  manifest.parts
    .flatMap(({ root, collection }) => [...(root === undefined ? [] : [root]), ...(collection ?? [])])
    .slice(0, 20)
    .map(({ namespace, local }) => `{${namespace}}${local}`)
    .join(', ');

/** What is said of the type itself today: it is tried in whatever state. */
const ofToday = (
  messageType: MessageTypeRef,
  types: MessageTypeCatalog,
  how: { readonly at: Date; readonly language: Language },
): readonly Violation[] => {
  const found = checkMessageType({ messageType, testMessage: true }, new Map(), types, {
    ...how,
    partsRequired: false,
  });
  return found.ok ? found.warnings : found.violations;
};

/**
 * Everything a type says against a payload, as far as it concerns that payload alone. `part`: what it is meant for; else
 * the one with its root. Octets nobody believes.
 */
export const tryPayload = (
  messageType: MessageTypeRef,
  types: MessageTypeCatalog,
  { octets, part }: { readonly octets: Uint8Array; readonly part?: string },
  how: { readonly at: Date; readonly language: Language },
): TriedPayload => {
  const standing = types.standingOf(messageType);
  const today = ofToday(messageType, types, how);
  if (standing === undefined) return { violations: today, warnings: [] };
  const { type } = standing;
  const meant = partFor(type.manifest, octets, part);
  const warnings = today.map((each) => ({ ...each, severity: 'warning' as const }));
  const known = type.manifest.parts.map(({ id, idPattern }) => id ?? `/${idPattern}/`).join(', ');
  if (meant === undefined) {
    const expected = rootsOf(standing) || known;
    const said = texts.rootOtherwise(nameOfRoot(octets) ?? '—', expected)[how.language];
    return { violations: [violation('schema-violation', said, { language: how.language, expected })], warnings };
  }
  const found = checkSample(type, { part: meant, octets }, how);
  return {
    part: meant,
    violations: found.filter(({ severity }) => severity === undefined),
    warnings: [...warnings, ...found.filter(({ severity }) => severity !== undefined)],
  };
};
