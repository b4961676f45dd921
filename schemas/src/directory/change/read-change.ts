/** From JSON nobody believes to a registry change of the right shape. */
import { Ajv, type ErrorObject } from 'ajv';
import { type Violation, violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import { type ChangeFinding, findingInWords, howToConfirm } from '../check/check-texts.ts';
import { CHANGE_FORMATS } from './change-formats.ts';
import { CHANGE_SCHEMA } from './change-schema.ts';
import type { RegistryChange } from './changes.ts';

/** A change of the right shape, or every place where it is not. Whether it fits the directory is another question. */
export type ChangeRead =
  | { readonly ok: true; readonly change: RegistryChange }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** A finding as a violation of `registry-change-invalid`. */
export const changeViolation = (finding: ChangeFinding, language: Language): Violation =>
  violation('registry-change-invalid', findingInWords(finding, language), {
    language,
    ...(finding.expected === undefined ? {} : { expected: finding.expected }),
    ...(finding.confirm === undefined
      ? {}
      : { expected: `"confirms": ["${finding.confirm}"]`, remedy: howToConfirm(finding.confirm, language) }),
  });

/** Ajv as the schema of changes needs it, with the formats of `change-formats.ts`. */
export const changeAjv = (): Ajv => {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
  });
  for (const [name, { validate }] of Object.entries(CHANGE_FORMATS)) ajv.addFormat(name, { type: 'string', validate });
  return ajv;
};

/** Compiles the schema once; the function it returns reads the octets of one change. */
export const changeReader = (): ((octets: Uint8Array, language?: Language) => ChangeRead) => {
  const isChange = changeAjv().compile<RegistryChange>(CHANGE_SCHEMA);
  return (octets, language = 'en') => {
    const value = parseJson(octets);
    if (value !== undefined && isChange(value)) return { ok: true, change: value };
    const findings: readonly ChangeFinding[] =
      value === undefined ? [{ text: 'not-json', at: '' }] : (isChange.errors ?? []).flatMap(findingOf);
    return { ok: false, violations: findings.map((finding) => changeViolation(finding, language)) };
  };
};

const parseJson = (octets: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return undefined;
  }
};

/** What an error of the schema says; nothing for one that only sums up others. */
export const findingOf = (error: ErrorObject): readonly ChangeFinding[] => {
  const at = error.instancePath;
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case 'required':
      return [{ text: 'missing', at, values: { name: String(params.missingProperty) } }];
    case 'additionalProperties':
      return [{ text: 'unknown-member', at, values: { name: String(params.additionalProperty) } }];
    case 'oneOf':
      return [];
    case 'discriminator':
      // one that is not there is told by what requires it
      return params.tagValue === undefined ? [] : [notAmong(error, String(params.tag), params.tagValue)];
    default:
      return [{ text: 'wrong-value', at, values: { value: shown(error.data) }, expected: expectedBy(error) }];
  }
};

/** A member that says which of several kinds something is, and says none of them. */
const notAmong = ({ instancePath, parentSchema }: ErrorObject, tag: string, value: unknown): ChangeFinding => {
  const kinds = (parentSchema as { readonly oneOf?: readonly Tagged[] } | undefined)?.oneOf ?? [];
  const expected = kinds.flatMap(({ properties }) => properties[tag]?.const ?? []).join(' | ');
  return { text: 'wrong-value', at: `${instancePath}/${tag}`, values: { value: shown(value) }, expected };
};

interface Tagged {
  readonly properties: Readonly<Record<string, { readonly const?: string }>>;
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, 80);

const expectedBy = ({ keyword, params, message }: ErrorObject): string => {
  const stated: Readonly<Record<string, unknown>> = params;
  const format = keyword === 'format' ? CHANGE_FORMATS[String(stated.format)]?.expected : undefined;
  if (format !== undefined) return format;
  if (keyword === 'enum' && Array.isArray(stated.allowedValues)) return stated.allowedValues.join(' | ');
  return message ?? keyword;
};
