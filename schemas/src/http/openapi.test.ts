import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { problem } from '../problems/problem.ts';
import { ANSWER_SCHEMAS } from './answers.ts';
import { openApiDocument } from './openapi.ts';
import { OPERATIONS } from './operations.ts';
import { PATHS } from './paths.ts';

const references = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => (name === '$ref' ? [String(inner)] : references(inner)));

test('every path has an operation, and every reference in the document leads somewhere', () => {
  const document = openApiDocument();
  expect(Object.keys(document.paths as object).sort()).toEqual(Object.values(PATHS).sort());
  for (const reference of references(document))
    expect(Object.keys(ANSWER_SCHEMAS)).toContain(reference.replace('#/components/schemas/', ''));
});

test('every parameter in a path template is described', () => {
  const { paths } = openApiDocument() as {
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
  };
  for (const { path, method } of OPERATIONS) {
    const described = paths[path]?.[method]?.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
    expect(described).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  }
});

test('a problem document satisfies its schema', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  expect(ajv.validate(ANSWER_SCHEMAS.Problem, problem('schema-violation', { messageId: 'x' }))).toBe(true);
  expect(ajv.validate(ANSWER_SCHEMAS.Problem, { code: 'schema-violation' })).toBe(false);
});
