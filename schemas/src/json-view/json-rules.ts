/** `jsonSchema` of a part: a JSON Schema (2020-12) held against the part's JSON view. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { DocumentRules } from '../message-types/content-checks.ts';
import { violation } from '../problems/problem.ts';
import { shorten } from '../problems/say.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';
import type { Prefixes } from './keys.ts';
import { jsonViewer } from './view.ts';

/** Shown of one document. */
const MOST_VIOLATIONS = 200;

/** Which part is held against which schema. */
export interface JsonRule {
  readonly part: string;
  /** Path of the JSON Schema within the folder of the type. */
  readonly schema: string;
  /** Model of the part's XSD. */
  readonly model: () => XsdModel | undefined;
}

/** Compiles a JSON Schema; references lead nowhere but within it. Throws in one sentence where it is none. */
export const compileJsonSchema = (folder: string, path: string): ValidateFunction => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, verbose: true });
  addFormats.default(ajv);
  try {
    const schema: unknown = JSON.parse(readFileSync(join(folder, path), 'utf8'));
    if (typeof schema !== 'object' || schema === null) throw new Error('it is no object');
    return ajv.compile(schema);
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

/** What is said of an error, after what the schema itself says there in `description` or `title`. */
const detailOf = ({ message = 'is wrong', params, keyword, parentSchema }: ErrorObject): string => {
  const said: unknown = parentSchema?.description ?? parentSchema?.title;
  const named: unknown =
    keyword === 'additionalProperties'
      ? params.additionalProperty
      : keyword === 'enum'
        ? params.allowedValues
        : keyword === 'const'
          ? params.allowedValue
          : undefined;
  const detail = `${message}${named === undefined ? '' : `: ${shorten([named].flat().map(String).join(', '), 200)}`}`;
  return typeof said === 'string' ? `${said} (${detail})` : detail;
};

/** Rules by JSON Schema. Schemas are compiled at first use; where one does not compile, `read` throws. */
export const jsonRules = (rules: readonly JsonRule[], folder: string, prefixes: Prefixes): DocumentRules => {
  const made = new Map<JsonRule, { validate: ValidateFunction; view: ReturnType<typeof jsonViewer> }>();
  const madeOf = (rule: JsonRule) => {
    const known = made.get(rule);
    if (known !== undefined) return known;
    const model = rule.model();
    if (model === undefined) throw new Error(`part ${rule.part} has a JSON Schema, but no schema its view comes from`);
    const compiled = { validate: compileJsonSchema(folder, rule.schema), view: jsonViewer(model, prefixes) };
    made.set(rule, compiled);
    return compiled;
  };
  return {
    prepare: () => {
      for (const rule of rules) madeOf(rule);
    },
    read: (part, document, language) =>
      rules
        .filter((rule) => rule.part === part)
        .flatMap((rule) => {
          const { validate, view } = madeOf(rule);
          const { value, placeOf } = view(document);
          // ajv compares objects by their prototype's valueOf, which a view does not have
          if (validate(JSON.parse(JSON.stringify(value)))) return [];
          // an error of "if" only says that one of its "then" or "else" is another
          const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
          return errors.slice(0, MOST_VIOLATIONS).map((error) =>
            violation('rule-violation', `${rule.schema}: ${error.instancePath} ${detailOf(error)}`, {
              language,
              part,
              ...placeOf(error.instancePath),
              rule: `${rule.schema}${error.schemaPath}`,
            }),
          );
        }),
    [Symbol.dispose]: () => made.clear(),
  };
};
