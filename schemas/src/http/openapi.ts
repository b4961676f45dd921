/** The OpenAPI 3.1 document of the gateway, put together from the tables of this folder. */
import { PROBLEMS, type ProblemCode } from '../problems/codes.ts';
import { ANSWER_SCHEMAS, type AnswerSchemaName } from './answers.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { type JsonSchema, PATH_PARAMETERS, QUERIES } from './parameters.ts';
import { MEDIA_TYPES } from './paths.ts';

/** What can go wrong with any request that needs a certificate. */
const ANYWHERE: readonly ProblemCode[] = [
  'certificate-unknown',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-revoked',
  'revocation-unknown',
  'request-invalid',
  'not-found',
  'method-not-allowed',
  'quota-exceeded',
  'broker-unavailable',
];

const parametersOf = (schema: JsonSchema | undefined, place: 'path' | 'query'): readonly JsonSchema[] => {
  if (schema === undefined) return [];
  const required = schema.required as readonly string[];
  return Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
};

const member = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => table[name];

const reference = (name: AnswerSchemaName): JsonSchema => ({
  $ref: `#/components/schemas/${name}`,
});

const contentOf = (answer: Operation['answers'][number]): JsonSchema => {
  if (typeof answer === 'string') return { [MEDIA_TYPES.json]: { schema: reference(answer) } };
  if ('mediaType' in answer) return { [answer.mediaType]: {} };
  return { [MEDIA_TYPES.json]: { schema: { anyOf: answer.map(reference) } } };
};

/** One response per status, naming the codes behind it. */
const refusalsOf = (codes: readonly ProblemCode[]): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    [...Map.groupBy(codes, (code) => PROBLEMS[code].status)].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        content: { [MEDIA_TYPES.problem]: { schema: reference('Problem') } },
      },
    ]),
  );

const describe = (operation: Operation): JsonSchema => ({
  operationId: operation.id,
  summary: operation.summary,
  parameters: [
    ...parametersOf(member<JsonSchema>(PATH_PARAMETERS, operation.id), 'path'),
    ...parametersOf(member<JsonSchema>(QUERIES, operation.id), 'query'),
  ],
  ...(operation.takes === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: Object.fromEntries(operation.takes.map((type) => [type, {}])),
        },
      }),
  responses: {
    ...Object.fromEntries(
      Object.entries(operation.answers).map(([status, answer]) => [
        status,
        { description: operation.summary, content: contentOf(answer) },
      ]),
    ),
    ...(operation.open ? {} : refusalsOf([...operation.refusals, ...ANYWHERE])),
  },
  ...(operation.open ? { security: [] } : {}),
});

/** The document served at `/openapi.json`. */
export const openApiDocument = (): JsonSchema => ({
  openapi: '3.1.0',
  info: {
    title: 'Dienstweg gateway',
    version: '1.0.0',
    description:
      'Signed XML messages between authorities, routed by responsibility. Every caller shows a client certificate that the registry knows.',
    license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
  },
  security: [{ mutualTls: [] }],
  paths: Object.fromEntries(
    [...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, operations]) => [
      path,
      Object.fromEntries(operations.map((operation) => [operation.method, describe(operation)])),
    ]),
  ),
  components: {
    schemas: ANSWER_SCHEMAS,
    securitySchemes: { mutualTls: { type: 'mutualTLS' } },
  },
});
