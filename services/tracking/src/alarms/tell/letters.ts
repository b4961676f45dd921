/** E-mails about alarms: to operators, and to an authority about its mailbox. Pure. No content of messages, no names of people. */
import type { AlarmSeverity } from '@dienstweg/schemas/alarms/alarm.ts';
import type { AlarmEvent } from '@dienstweg/schemas/events.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { plainAlarm } from '../book.ts';
import { lengthInWords, toldAlarm } from '../texts.ts';
import type { Notice } from './due.ts';

/** A letter without its addressees. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
}

interface Words {
  readonly severity: Readonly<Record<AlarmSeverity, string>>;
  readonly turn: Readonly<Record<Exclude<AlarmEvent['type'], 'alarm-told'>, string>>;
  readonly more: string;
  readonly since: string;
  readonly remedy: string;
  readonly acknowledge: string;
  readonly mailboxSubject: string;
  readonly mailbox: string;
  readonly footer: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  de: {
    severity: { warning: 'Warnung', critical: 'Kritisch' },
    turn: {
      'alarm-raised': 'neu',
      'alarm-escalated': 'eskaliert',
      'alarm-acknowledged': 'quittiert',
      'alarm-cleared': 'vorbei',
    },
    more: 'und {n} weitere',
    since: 'Seit',
    remedy: 'Was zu tun ist',
    acknowledge: 'Quittieren',
    mailboxSubject: 'In Ihrem Postfach liegen Sendungen',
    mailbox:
      'Guten Tag,\n\nin Ihrem elektronischen Postfach liegen Sendungen, die nicht abgeholt wurden. Die älteste liegt dort seit {length} ({since}).\n\nBitte rufen Sie die Sendungen mit Ihrem Fachverfahren ab. Wenn das nicht gelingt, wenden Sie sich an den Betreiber.',
    footer: 'Diese Nachricht wurde automatisch erzeugt. Sie enthält keine Angaben aus den Sendungen.',
  },
  en: {
    severity: { warning: 'Warning', critical: 'Critical' },
    turn: {
      'alarm-raised': 'new',
      'alarm-escalated': 'escalated',
      'alarm-acknowledged': 'acknowledged',
      'alarm-cleared': 'over',
    },
    more: 'and {n} more',
    since: 'Since',
    remedy: 'What to do',
    acknowledge: 'Acknowledge',
    mailboxSubject: 'Deliveries wait in your mailbox',
    mailbox:
      'Good day,\n\nthere are deliveries in your electronic mailbox that have not been fetched. The oldest has been there for {length} ({since}).\n\nPlease fetch them with your case-handling application. If that does not work, turn to the operator.',
    footer: 'This message was made automatically. It says nothing of what the deliveries contain.',
  },
  nl: {
    severity: { warning: 'Waarschuwing', critical: 'Kritiek' },
    turn: {
      'alarm-raised': 'nieuw',
      'alarm-escalated': 'geëscaleerd',
      'alarm-acknowledged': 'bevestigd',
      'alarm-cleared': 'voorbij',
    },
    more: 'en nog {n}',
    since: 'Sinds',
    remedy: 'Wat te doen',
    acknowledge: 'Bevestigen',
    mailboxSubject: 'Er liggen zendingen in uw postbus',
    mailbox:
      'Goedendag,\n\nin uw elektronische postbus liggen zendingen die niet zijn opgehaald. De oudste ligt er al {length} ({since}).\n\nHaal ze op met uw zaaksysteem. Lukt dat niet, neem dan contact op met de beheerder.',
    footer: 'Dit bericht is automatisch gemaakt. Het bevat niets uit de zendingen.',
  },
};

/** One line, whatever was registered as a name: subjects and lists end at the end of their line. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

const paragraph = ({ alarm, turn }: Notice, language: Language): string => {
  const words = WORDS[language];
  const told = toldAlarm(plainAlarm(alarm), language);
  const isOpen = alarm.state === 'raised';
  return [
    `${words.severity[alarm.severity]}, ${words.turn[turn.type]}: ${oneLine(told.text)}`,
    `  ${words.since}: ${alarm.raisedAt}`,
    ...(turn.type === 'alarm-cleared' ? [] : [`  ${words.remedy}: ${oneLine(told.remedy)}`]),
    ...(isOpen ? [`  ${words.acknowledge}: dienstweg alarms acknowledge ${alarm.alarmId} --reason "…"`] : []),
  ].join('\n');
};

/** All that is due, in one letter, the most severe first. */
export const operatorsLetter = (notices: readonly Notice[], language: Language): Letter => {
  const words = WORDS[language];
  const sorted = notices.toSorted(
    (a, b) => Number(b.alarm.severity === 'critical') - Number(a.alarm.severity === 'critical'),
  );
  const first = sorted[0];
  const headline =
    first === undefined
      ? ''
      : `${words.severity[first.alarm.severity]} (${words.turn[first.turn.type]}): ${first.alarm.rule}${
          first.alarm.about === undefined ? '' : ` ${first.alarm.about}`
        }`;
  const more = sorted.length > 1 ? ` ${words.more.replace('{n}', String(sorted.length - 1))}` : '';
  return {
    subject: oneLine(`[Dienstweg] ${headline}${more}`),
    text: `${[...sorted.map((notice) => paragraph(notice, language)), words.footer].join('\n\n')}\n`,
    language,
  };
};

/** To an authority: that its mailbox waits. */
export const mailboxLetter = ({ alarm }: Notice, language: Language): Letter => {
  const words = WORDS[language];
  const since = new Date(Date.parse(alarm.escalatedAt ?? alarm.raisedAt) - alarm.value * 1000);
  const text = words.mailbox
    .replace('{length}', lengthInWords(alarm.value, language))
    .replace('{since}', since.toISOString().slice(0, 10));
  return { subject: `[Dienstweg] ${words.mailboxSubject}`, text: `${text}\n\n${words.footer}\n`, language };
};
