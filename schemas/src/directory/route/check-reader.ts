/** Whether a resolved reader may get this message and takes it. */
import type { RoutedReader } from '../../accepted.ts';
import type { MessageHeader } from '../../message.ts';
import type { ProblemCode } from '../../problems/codes.ts';
import { type Violation, violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import type { AuthorityEntry, EndpointEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { authorityOn, endpointsOn, environmentOfMessage, takesOn } from '../parties.ts';
import { basesAskedFor, isSwitchedOn, permissionsFor } from './permitted.ts';
import { type RouteText, sayIn } from './route-texts.ts';

/** Everything that stands against one reader: environment, permission, activation, endpoint, version, size. */
export const checkReader = (
  dir: Directory,
  header: MessageHeader,
  author: AuthorityEntry,
  { authority: reader, parts }: RoutedReader,
  when: When,
  language: Language,
): readonly Violation[] => {
  const { code: type, version } = header.messageType;
  const say = sayIn(language);
  const against = (code: ProblemCode, text: RouteText, more: Record<string, string | number> = {}, expected?: string) =>
    violation(
      code,
      say(text, {
        reader,
        type,
        version,
        day: when.day,
        author: author.authority,
        ...more,
      }),
      {
        language,
        ...(expected === undefined ? {} : { expected }),
      },
    );
  const entry = authorityOn(dir, reader, when);
  const { granting, wantingBasis } =
    entry === undefined
      ? { granting: [], wantingBasis: [] }
      : permissionsFor(dir, type, author, entry, when, header.legalBasis);
  const environment = environmentOfMessage(header.testMessage);
  const endpoints = endpointsOn(dir, reader, when);
  const fitting = endpoints.filter((endpoint) => endpoint.environment === environment);
  const taking = fitting.find((endpoint) => takesOn(endpoint, header.messageType, when.day));
  const size = header.parts.filter(({ id }) => parts.includes(id)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const [first] = endpoints;
  return [
    ...(first !== undefined && fitting.length === 0
      ? [
          against('test-mismatch', 'reader-environment', {
            theirs: first.environment,
            ours: environment,
          }),
        ]
      : []),
    ...(granting.length > 0
      ? []
      : wantingBasis.length > 0
        ? [against('not-permitted', 'legal-basis', {}, wantingBasis.flatMap(basesAskedFor).join(' | '))]
        : [against('not-permitted', 'not-permitted')]),
    ...(entry === undefined || isSwitchedOn(dir, type, entry, 'take', when)
      ? []
      : [against('not-permitted', 'not-taken-here')]),
    ...(first === undefined ? [against('reader-unreachable', 'reader-unreachable')] : []),
    ...(fitting.length > 0 && taking === undefined
      ? [against('reader-version', 'reader-version', {}, versionsTaken(fitting, type))]
      : []),
    ...(taking?.limitBytes !== undefined && size > taking.limitBytes
      ? [against('too-large', 'too-large', { size, limit: taking.limitBytes })]
      : []),
  ];
};

const versionsTaken = (endpoints: readonly EndpointEntry[], code: string): string =>
  endpoints
    .flatMap(({ takes }) => takes)
    .filter((taken) => taken.code === code)
    .map(({ version, from, until }) => `${version}${from ? ` ≥ ${from}` : ''}${until ? ` < ${until}` : ''}`)
    .join(', ') || '—';
