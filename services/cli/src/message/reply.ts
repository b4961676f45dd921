/** From options and a verified message to what is said about it. */

import {
  CASE_STATES,
  EXAMINERS,
  type NamedAuthority,
  type Statement,
} from '@dienstweg/schemas/administration/about.ts';
import { openForwarding } from '@dienstweg/schemas/administration/forwarding.ts';
import { isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import { nameIn } from '@dienstweg/schemas/directory/parties.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { findSandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import type { Input, OptionSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { authorityNamed } from '../client/keys.ts';

type Verified = Extract<Examination, { readonly ok: true }>['message'];

/** The types of messages about a message. */
export const REPLY_TYPES = [
  'rueckweisung',
  'weiterleitung',
  'abgabe',
  'nichtzustaendigkeit',
  'statusanfrage',
  'statusantwort',
] as const satisfies readonly Statement['type'][];

/** Options of `message reply`, beside those of where it goes. */
export const REPLY_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  type: { value: 'TYPE', text: 'what is said', required: true, choices: REPLY_TYPES },
  as: { value: 'AUTHORITY', text: 'who says it', required: true },
  name: { value: 'NAME', text: 'how that authority is called (default: as the sandbox knows it)' },
  text: { value: 'TEXT', text: 'in words', required: true },
  to: { value: 'AUTHORITY', text: 'weiterleitung, abgabe, statusanfrage: to whom' },
  reason: { value: 'CODE', text: 'rueckweisung: a reason code such as T080 (misdirected) or X002' },
  examiner: { value: 'WHO', text: 'rueckweisung: who found out (default sachbearbeitung)', choices: EXAMINERS },
  state: { value: 'STATE', text: 'statusantwort: how the case stands', choices: CASE_STATES },
  since: { value: 'DATE', text: 'statusantwort: since when (default today)' },
  until: { value: 'DATE', text: 'statusanfrage: an answer is wanted by then' },
  next: { value: 'TEXT', text: 'statusantwort: what comes next' },
  hint: { value: 'TEXT', text: 'nichtzustaendigkeit: what may help' },
  'with-original': { text: 'rueckweisung: send the message along (a weiterleitung always does)' },
  'process-reference': { value: 'X', text: 'your own file reference' },
};

/** An authority as it is to be called. */
export const named = (text: string, name?: string): NamedAuthority => {
  const id = authorityNamed(text);
  const known = findSandboxAuthority(id)?.names;
  return { id, name: name ?? (known === undefined ? id : nameIn(known, 'de')) };
};

const needed = (input: Input, name: string, type: string): string => {
  const value = input.text(name);
  if (value === undefined) throw usageError(`${type} needs --${name}.`);
  return value;
};

const dayIn = (input: Input, name: string): string | undefined => {
  const day = input.text(name);
  if (day !== undefined && !isDay(day)) throw usageError(`--${name}: a day is YYYY-MM-DD.`);
  return day;
};

const only = <K extends string>(name: K, value: string | undefined): { readonly [key in K]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [key in K]?: string };

/** Reads the statement. `octets` are those that were verified. Throws `usage-error` for what is missing. */
export const statementFrom = (input: Input, octets: Uint8Array, message: Verified, now: Date): Statement => {
  const type = needed(input, 'type', 'A reply');
  const text = needed(input, 'text', type);
  const today = now.toISOString().slice(0, 10);
  switch (type as (typeof REPLY_TYPES)[number]) {
    case 'rueckweisung':
      return {
        type: 'rueckweisung',
        examiner: (input.text('examiner') ?? 'sachbearbeitung') as (typeof EXAMINERS)[number],
        reason: needed(input, 'reason', type),
        text,
      };
    case 'weiterleitung':
      return {
        type: 'weiterleitung',
        to: named(needed(input, 'to', type)),
        text,
        receivedAt: now.toISOString(),
        before: message.header.messageType.code === 'weiterleitung' ? openForwarding(octets).passedOn : [],
      };
    case 'abgabe':
      return { type: 'abgabe', to: named(needed(input, 'to', type)), text };
    case 'nichtzustaendigkeit':
      return { type: 'nichtzustaendigkeit', text, ...only('hint', input.text('hint')) };
    case 'statusanfrage':
      return {
        type: 'statusanfrage',
        to: named(input.text('to') ?? readerOf(message)),
        text,
        ...only('answerBy', dayIn(input, 'until')),
      };
    case 'statusantwort':
      return {
        type: 'statusantwort',
        state: needed(input, 'state', type) as (typeof CASE_STATES)[number],
        since: dayIn(input, 'since') ?? today,
        text,
        ...only('next', input.text('next')),
      };
  }
};

const readerOf = ({ header: { addressee } }: Verified): string => {
  if (addressee.by === 'reader') return addressee.reader;
  throw usageError('statusanfrage needs --to: the message names a service, not its reader.');
};
