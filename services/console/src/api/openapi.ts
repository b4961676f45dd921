/** The OpenAPI 3.1 document of the console's API, made from its table of routes and their parameters. */
import { type JsonSchema, SCHEMAS } from './parameters.ts';
import { PERMISSIONS_OF, ROUTES, type Route, type RouteName } from './routes.ts';

const PROBLEM = { $ref: '#/components/schemas/Problem' } as const;

const parametersOf = (schema: JsonSchema | undefined, place: 'path' | 'query'): readonly JsonSchema[] => {
  if (schema === undefined) return [];
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: value,
  }));
};

const refusal = (description: string): JsonSchema => ({
  description,
  content: { 'application/problem+json': { schema: PROBLEM } },
});

const TYPES: Readonly<Partial<Record<RouteName, string>>> = {
  live: 'text/event-stream',
  messagesExport: 'text/csv',
  auditExport: 'application/jsonl',
  sample: 'text/plain',
};

/** Routes that answer otherwise than with 200. */
const STATUS: Readonly<Partial<Record<RouteName, string>>> = { signOut: '204', replay: '202' };

const operationOf = (name: RouteName): JsonSchema => {
  const { access, summary, method }: Route = ROUTES[name];
  const { params, querystring, body } = SCHEMAS[name];
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(querystring, 'query')];
  return {
    operationId: name,
    summary,
    description:
      access === 'open'
        ? 'Without a session.'
        : access === 'session'
          ? 'With any session.'
          : `With the permission \`${access}\`.`,
    ...(access === 'open'
      ? { security: [] }
      : { security: [method === 'GET' ? { session: [] } : { session: [], csrf: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(name === 'validate'
      ? { requestBody: { required: true, content: { 'application/xml': {} } } }
      : body === undefined
        ? {}
        : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [STATUS[name] ?? '200']: {
        description: 'Done; the shape stands in `services/console/src/api/shapes`.',
        ...(STATUS[name] === '204' ? {} : { content: { [TYPES[name] ?? 'application/json']: {} } }),
      },
      400: refusal('`request-invalid`'),
      ...(access === 'open' ? {} : { 401: refusal('`session-required`') }),
      ...(access === 'open' || access === 'session'
        ? {}
        : { 403: refusal('`permission-missing`, `request-forged`, `key-elsewhere`') }),
      ...(method === 'GET' ? {} : { 409: refusal('`changed-meanwhile`') }),
      503: refusal('`broker-unavailable`, `too-many-live-connections`'),
    },
  };
};

/** The document. */
export const openApiDocument = (): JsonSchema => {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { path, method } = ROUTES[name];
    const template = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method.toLowerCase()]: operationOf(name) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dienstweg, operators’ console',
      version: '1',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      description: [
        'What the pages of the console ask and order. Everything that changes something needs the header `X-CSRF-Token`',
        'of the session, and a reason where it is about messages. Looking never changes anything.',
        `Roles: ${Object.entries(PERMISSIONS_OF)
          .map(([role, permissions]) => `${role} (${permissions.join(', ')})`)
          .join('; ')}.`,
      ].join(' '),
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-dienstweg' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'code', 'title', 'status', 'fault', 'retryable', 'detail', 'remedy', 'violations'],
          properties: {
            type: { type: 'string' },
            code: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            fault: { type: 'string', enum: ['sender', 'recipient', 'broker'] },
            retryable: { type: 'boolean' },
            detail: { type: 'string' },
            remedy: { type: 'string' },
            retryAfterSeconds: { type: 'integer' },
            violations: { type: 'array', items: { type: 'object' } },
          },
        },
      },
    },
  };
};
