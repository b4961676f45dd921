/** `din91379` of a manifest: text of payloads against the data types, for schemas that do not say so themselves. */
import { XmlElement, type XmlNode, XmlXPath } from 'libxml2-wasm';
import type { DocumentRules } from '../message-types/content-checks.ts';
import type { CharacterRule } from '../message-types/manifest.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import { readablePath } from '../xml/node-path.ts';
import { type CharacterFault, characterCheck } from './check-characters.ts';

/** Shown of one document. */
const MOST_VIOLATIONS = 200;

const saidOf = ({ text, codePoints, position, nfc }: CharacterFault, { type }: CharacterRule): Said => ({
  de: `Zeichen ${position}, „${text}“ (${codePoints}), gehört nicht zum Datentyp ${type} der DIN 91379.${nfc === undefined ? '' : ` In Normalform C wäre es „${nfc}“: der Absender muss es so schreiben, verändert wird nichts.`}`,
  en: `Character ${position}, "${text}" (${codePoints}), is not of the data type ${type} of DIN 91379.${nfc === undefined ? '' : ` In normal form C it would be "${nfc}": the sender has to write it so, nothing is changed here.`}`,
  nl: `Teken ${position}, „${text}” (${codePoints}), hoort niet bij gegevenstype ${type} van DIN 91379.${nfc === undefined ? '' : ` In normaalvorm C zou het „${nfc}” zijn: de afzender moet het zo schrijven, hier wordt niets veranderd.`}`,
});

const placeOf = (node: XmlNode): { readonly xpath: string; readonly line?: number } => {
  const element = node instanceof XmlElement ? node : node.parent;
  if (!(element instanceof XmlElement)) return { xpath: '/' };
  const own = node instanceof XmlElement ? '' : `/@${'name' in node ? String(node.name) : ''}`;
  return { xpath: readablePath(element) + own, ...(element.line > 0 ? { line: element.line } : {}) };
};

/** The rules of a manifest. XPaths are compiled at first use; where one does not compile, `read` throws. */
export const characterRules = (
  rules: readonly CharacterRule[],
  namespaces: Readonly<Record<string, string>>,
): DocumentRules => {
  const check = characterCheck();
  const compiled = new Map<CharacterRule, XmlXPath>();
  const xpathOf = (rule: CharacterRule): XmlXPath => {
    const known = compiled.get(rule) ?? XmlXPath.compile(rule.xpath, { ...namespaces });
    compiled.set(rule, known);
    return known;
  };
  return {
    prepare: () => {
      for (const rule of rules) xpathOf(rule);
    },
    read: (part, document, language) => {
      const found: Violation[] = [];
      for (const rule of rules) {
        if (rule.part !== part) continue;
        for (const node of document.find(xpathOf(rule))) {
          if (found.length >= MOST_VIOLATIONS) return found;
          const place = { language, part, ...placeOf(node), rule: `din91379-${rule.type}` };
          for (const fault of check.faults(node.content, rule.type))
            found.push(violation('rule-violation', saidOf(fault, rule)[language], place));
        }
      }
      return found;
    },
    [Symbol.dispose]: () => {
      for (const xpath of compiled.values()) xpath.dispose();
      compiled.clear();
    },
  };
};
