/** Identifiers as given on the command line. Each reader throws `usage-error` for what is none. */
import {
  type DeliveryId,
  type MessageId,
  parseDeliveryId,
  parseMessageId,
  parseRegionId,
  parseServiceId,
  type RegionId,
  type ServiceId,
} from '@dienstweg/schemas/identifiers.ts';
import { isProblemCode, PROBLEMS, type ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

const read =
  <T>(what: string, parse: (text: string) => T | undefined) =>
  (text: string): T => {
    const id = parse(text);
    if (id === undefined) throw usageError(`"${text}" is no ${what}.`);
    return id;
  };

/** A UUID. */
export const messageIdFrom: (text: string) => MessageId = read('message id (a UUID)', parseMessageId);
/** A UUID. */
export const deliveryIdFrom: (text: string) => DeliveryId = read('delivery id (a UUID)', parseDeliveryId);
/** `leika:…` or another scheme. */
export const serviceFrom: (text: string) => ServiceId = read(
  'service (scheme:value, e.g. leika:99999050012000)',
  parseServiceId,
);
/** `ars:…` or another scheme. */
export const regionFrom: (text: string) => RegionId = read(
  'region (scheme:value, e.g. ars:990100007007)',
  parseRegionId,
);

/** `--code`: a problem code, where it is given. */
export const codeOption = (input: Pick<Input, 'text'>): ProblemCode | undefined => {
  const text = input.text('code');
  if (text === undefined || isProblemCode(text)) return text;
  const meant = nearest(text, Object.keys(PROBLEMS));
  throw usageError(`"${text}" is no problem code.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
};

/** A whole number within bounds. */
export const countFrom = (name: string, text: string | undefined, fallback: number, max: number): number => {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw usageError(`--${name} must be a whole number from 1 to ${max}, not "${text}".`);
  return number;
};
