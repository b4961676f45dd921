import type { XmlDocument } from 'libxml2-wasm';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import type { Aside } from '../xml/markup.ts';
import { readablePath } from '../xml/node-path.ts';
import { placeOf } from '../xml/place.ts';
import type { Scan } from '../xml/scan.ts';
import { envelopeSchema } from './envelope-schema.ts';
import { attributesOf } from './read-values.ts';
import type { EnvelopeShape } from './shape.ts';

const ASIDE: Readonly<Record<Aside, Said>> = {
  comment: {
    de: 'Im Umschlag darf kein Kommentar stehen.',
    en: 'No comment is allowed in the envelope.',
    nl: 'In de envelop mag geen commentaar staan.',
  },
  'processing-instruction': {
    de: 'Im Umschlag darf keine Verarbeitungsanweisung stehen.',
    en: 'No processing instruction is allowed in the envelope.',
    nl: 'In de envelop mag geen verwerkingsinstructie staan.',
  },
  cdata: {
    de: 'Im Umschlag darf kein CDATA-Abschnitt stehen.',
    en: 'No CDATA section is allowed in the envelope.',
    nl: 'In de envelop mag geen CDATA-sectie staan.',
  },
};

/** Namespaces that would change what the document means to a processor that honours them. */
const FOREIGN: readonly (readonly [string, Said])[] = [
  [
    'http://www.w3.org/2001/XInclude',
    {
      de: 'XInclude ist im Umschlag nicht erlaubt.',
      en: 'XInclude is not allowed in the envelope.',
      nl: 'XInclude is in de envelop niet toegestaan.',
    },
  ],
  [
    'http://www.w3.org/2001/XMLSchema-instance',
    {
      de: 'Angaben aus XMLSchema-instance (xsi:…) sind im Umschlag nicht erlaubt.',
      en: 'Statements of XMLSchema-instance (xsi:…) are not allowed in the envelope.',
      nl: 'Gegevens uit XMLSchema-instance (xsi:…) zijn in de envelop niet toegestaan.',
    },
  ],
];

const RELATIVE_NAMESPACE: Said = {
  de: 'Ein Namensraum muss eine absolute URI sein.',
  en: 'A namespace must be an absolute URI.',
  nl: 'Een naamruimte moet een absolute URI zijn.',
};

const ONLY_SIGNATURE: Said = {
  de: 'Zwischen Kopf und Teilen darf nur ds:Signature stehen.',
  en: 'Only ds:Signature may stand between header and parts.',
  nl: 'Tussen kop en delen mag alleen ds:Signature staan.',
};

/** What the schema cannot see: things beside elements and text, and namespaces with a meaning of their own. */
const violationsOfMarkup = (octets: Uint8Array, document: XmlDocument, scan: Scan, language: Language): Violation[] => {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const at = (offset: number, said: Said): Violation =>
    violation('envelope-invalid', said[language], { language, ...placeOf(octets, offset) });
  return [
    ...scan.asides.map(({ kind, offset }) => at(offset, ASIDE[kind])),
    ...FOREIGN.flatMap(([namespace, said]) => {
      const offset = view.indexOf(namespace, 0, 'latin1');
      return offset === -1 ? [] : [at(offset, said)];
    }),
    ...document.warnings.map(({ line, col }) =>
      violation('envelope-invalid', RELATIVE_NAMESPACE[language], { language, line, column: col }),
    ),
  ];
};

/** Every way in which a well-formed document is no envelope: markup that is not allowed, then the schema. */
export const violationsOfEnvelope = (
  octets: Uint8Array,
  document: XmlDocument,
  scan: Scan,
  language: Language,
): readonly Violation[] => [
  ...violationsOfMarkup(octets, document, scan, language),
  ...envelopeSchema().validate(document, { code: 'envelope-invalid', language, octets }),
];

/** What only the whole shows: another element in the signature's place, a part nobody announced. */
export const violationsOfShape = (
  shape: EnvelopeShape,
  announced: ReadonlySet<string>,
  language: Language,
): readonly Violation[] => {
  const found: Violation[] = [];
  if (shape.signature !== undefined && shape.signature.name !== 'Signature')
    found.push(
      violation('envelope-invalid', ONLY_SIGNATURE[language], {
        language,
        line: shape.signature.line,
        xpath: readablePath(shape.signature.node),
        expected: 'ds:Signature',
      }),
    );
  for (const part of shape.parts) {
    const { ref = '' } = attributesOf(part);
    if (announced.has(ref)) continue;
    const said: Said = {
      de: `Der Teil „${ref}“ ist unter Parts nicht angekündigt.`,
      en: `The part “${ref}” is not announced under Parts.`,
      nl: `Het deel ‘${ref}’ is onder Parts niet aangekondigd.`,
    };
    found.push(
      violation('envelope-invalid', said[language], {
        language,
        line: part.line,
        xpath: `${readablePath(part.node)}/@ref`,
        expected: [...announced].join(', '),
      }),
    );
  }
  return found;
};
