/** How the election office reads an application for postal voting, and confirms it: through types made of their schemas. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { findSandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import type { HeadOfSample } from '@dienstweg/schemas/sandbox/samples.ts';
import { type Behoerde, codecOfBestaetigung, type Versandart } from './generated/wahlschein.antrag.bestaetigung.ts';
import { type Antrag, codecOfAntrag } from './generated/wahlschein.antrag.ts';

/** The type of an application, and of what is answered. */
export const APPLICATION = 'wahlschein.antrag';
export const CONFIRMATION = 'wahlschein.antrag.bestaetigung';

/** What the office keeps of an application. */
export interface FiledApplication {
  /** `YYYY-MM-DD`. */
  readonly electionDay: string;
  readonly papersBy: Versandart;
}

const papersBy = ({ wahlberechtigt, aushaendigung: { choice } }: Antrag): Versandart => {
  switch (choice.kind) {
    case 'abholung':
      return 'abholung';
    case 'anAnschrift':
      return choice.anAnschrift.anschrift.staat === 'DE' ? 'brief' : 'auslandsbrief';
    case 'anWohnung':
      return wahlberechtigt.anschrift.staat === 'DE' ? 'brief' : 'auslandsbrief';
    default:
      return choice satisfies never;
  }
};

/** Reads the core part of a verified application. */
export const readApplication = (core: Uint8Array): FiledApplication => {
  const application = codecOfAntrag.read(core);
  return { electionDay: application.wahl.tag, papersBy: papersBy(application) };
};

/** Whether what was filed is of an application. */
export const isFiledApplication = (filed: unknown): filed is { readonly application: FiledApplication } =>
  typeof filed === 'object' && filed !== null && 'application' in filed;

const NOTICES: Readonly<Record<Versandart, string>> = {
  brief: 'Die Unterlagen gehen mit der Post an die angegebene Anschrift.',
  auslandsbrief: 'Die Unterlagen gehen mit der Post ins Ausland; für den Rückweg ist selbst zu sorgen.',
  abholung: 'Die Unterlagen liegen gegen Vorlage der Vollmacht im Wahlamt bereit.',
};

const officeOf = (authority: AuthorityId): Behoerde => ({
  kennung: authority,
  name: findSandboxAuthority(authority)?.names.de ?? authority,
});

/** Six digits that are the same for the same reference. */
const numberFor = (reference: string): string => {
  let sum = 0;
  for (const letter of reference) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000;
  return String(sum).padStart(6, '0');
};

/** The core part of the confirmation. */
export const writeConfirmation = (
  { author, reader, requester, responder }: HeadOfSample,
  { electionDay, papersBy: versandart }: FiledApplication,
  now: Date,
): Uint8Array =>
  codecOfBestaetigung.write({
    kopf: {
      nachrichtentyp: CONFIRMATION,
      version: '1.0',
      autor: officeOf(author),
      leser: officeOf(reader),
      erstellt: now.toISOString(),
      verfahren: { $produkt: 'Wahlen URNENGANG', $hersteller: 'Fehn Fachverfahren eG', $version: '27.0' },
    },
    aktenzeichenAnfrage: requester,
    aktenzeichen: responder,
    ergebnis: 'erteilt',
    wahlschein: { nummer: numberFor(responder), ausgestellt: now.toISOString().slice(0, 10), versandart },
    hinweis: `${NOTICES[versandart]} Der rote Wahlbrief muss am Wahltag (${electionDay}) bis 18 Uhr beim Wahlamt sein.`,
  });
