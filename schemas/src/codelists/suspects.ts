/** Codes that are suspected, and what becomes of them when the day is known. */
import { XmlElement, type XmlNode } from 'libxml2-wasm';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import { readablePath } from '../xml/node-path.ts';
import { type CodeDays, type CodeIndex, countsOn } from './code-index.ts';
import * as texts from './texts.ts';

/** A code that its list does not have, or has only on some days. */
export interface CodeSuspect {
  readonly code: string;
  readonly list: string;
  readonly version: string;
  readonly line?: number;
  readonly xpath: string;
  readonly validAt: 'today' | 'creation';
  readonly severity: 'error' | 'warning';
  readonly why:
    | { readonly is: 'unknown'; readonly near: readonly string[] }
    | { readonly is: 'dated'; readonly days: readonly CodeDays[] }
    | { readonly is: 'version'; readonly known: string }
    | { readonly is: 'list' };
}

/** So many are found in one document; whoever gets that many has enough to do. */
const MOST_SUSPECTS = 200;
/** Looking for what was meant goes through the whole list. */
const MOST_GUESSES = 5;

const pathOf = (node: XmlNode): string => {
  if (node instanceof XmlElement) return readablePath(node);
  const { parent } = node;
  return `${parent instanceof XmlElement ? readablePath(parent) : ''}/@${'name' in node ? String(node.name) : ''}`;
};

const lineOf = (node: XmlNode): { readonly line?: number } => {
  const line = node instanceof XmlElement ? node.line : (node.parent?.line ?? 0);
  return line > 0 ? { line } : {};
};

/** How the codes of a binding are taken. */
export interface CodeHow {
  readonly validAt: CodeSuspect['validAt'];
  readonly severity: CodeSuspect['severity'];
}

/** The suspects of one document, no more than anybody reads. */
export class Suspects {
  readonly found: CodeSuspect[] = [];
  #guesses = 0;

  get isFull(): boolean {
    return this.found.length >= MOST_SUSPECTS;
  }

  add(
    node: XmlNode,
    code: string,
    { list, version }: { list: string; version: string },
    why: CodeSuspect['why'],
    how: CodeHow,
  ): void {
    if (!this.isFull) this.found.push({ code, list, version, ...lineOf(node), xpath: pathOf(node), why, ...how });
  }

  check(node: XmlNode, index: CodeIndex, how: CodeHow): void {
    const code = node.content.trim();
    const days = index.daysOf(code);
    if (days === 'always') return;
    if (days !== undefined) this.add(node, code, index, { is: 'dated', days }, how);
    else
      this.add(node, code, index, { is: 'unknown', near: this.#guesses++ < MOST_GUESSES ? index.near(code) : [] }, how);
  }
}

const daysText = (days: readonly CodeDays[]): string =>
  days.map(({ from, to }) => `${from ?? '…'} – ${to ?? '…'}`).join(', ');

const saidOf = ({ code, list, version, why }: CodeSuspect, day: string): Said => {
  switch (why.is) {
    case 'unknown':
      return texts.codeUnknown(code, list, version, why.near);
    case 'dated':
      return texts.codeNotInForce(code, list, version, day, daysText(why.days));
    case 'version':
      return texts.versionUnknown(list, version, why.known);
    case 'list':
      return texts.listUnknown(list);
  }
};

/** Suspects that are wrong on their day, as violations of the part. Days are `YYYY-MM-DD`. */
export const violationsOfCodes = (
  suspects: readonly CodeSuspect[],
  how: { readonly part: string; readonly today: string; readonly creation: string; readonly language: Language },
): readonly Violation[] =>
  suspects.flatMap((suspect) => {
    const { why, line, xpath, list, version } = suspect;
    const day = how[suspect.validAt];
    if (why.is === 'dated' && countsOn(why.days, day)) return [];
    return [
      violation('code-list-violation', saidOf(suspect, day)[how.language], {
        language: how.language,
        part: how.part,
        ...(line === undefined ? {} : { line }),
        xpath,
        expected: `${list} ${why.is === 'version' ? why.known : version}`,
        ...(suspect.severity === 'warning' ? { severity: 'warning' as const } : {}),
      }),
    ];
  });
