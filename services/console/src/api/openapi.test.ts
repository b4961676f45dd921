import { expect, test } from '@jest/globals';
import { openApiDocument } from './openapi.ts';
import { SCHEMAS } from './parameters.ts';
import { ROUTES } from './routes.ts';

type Operation = { readonly operationId: string; readonly parameters?: readonly { name: string; in: string }[] };

test('every route is described, with every parameter of its path, and what it takes', () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, Operation>> };
  const operations = Object.entries(paths).flatMap(([path, of]) =>
    Object.entries(of).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(ROUTES).sort());
  for (const { path, operation } of operations)
    expect(operation.parameters?.filter((one) => one.in === 'path').map(({ name }) => name) ?? []).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    );
});

test('everything that does something needs more than a session, and a body that says why', () => {
  const free = ['redeemLink', 'signOut', 'validate', 'record'];
  for (const [name, { method, access }] of Object.entries(ROUTES)) {
    if (method === 'GET' || free.includes(name)) continue;
    expect([name, ['act', 'content', 'register', 'audit'].includes(access)]).toEqual([name, true]);
    const { body } = SCHEMAS[name as keyof typeof SCHEMAS];
    expect([name, (body as { required?: string[] } | undefined)?.required]).toEqual([
      name,
      expect.arrayContaining(['reason']),
    ]);
  }
});
