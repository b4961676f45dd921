import type { RequestContract, RouteAnswer, RouteQuestion } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input, Outcome } from '../args/command.ts';
import { regionFrom, serviceFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { momentOption } from '../client/moments.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { dayOption } from '../registry/day-option.ts';

type InWords = RequestContract['registrySearch']['reply'];

/** `route`: who is responsible for a service in a region, and why. */
export const route: CommandSpec = {
  options: {
    service: { value: 'SERVICE', text: 'e.g. leika:99999050012000' },
    region: { value: 'REGION', text: 'e.g. ars:990100007007' },
    search: { value: 'WORDS', text: 'instead of the two: the question in words' },
    role: { value: 'ROLE', text: 'only this role of the service' },
    at: { value: 'DATE', text: 'on which day (default today)' },
    'as-known-at': { value: 'TIME', text: 'by what was recorded until then (default now)' },
    explain: { text: 'say how the answer came about' },
    author: { value: 'AUTHORITY', text: 'with --type: also say whether this author may send there' },
    type: {
      value: 'CODE',
      text: 'message type, e.g. gewerbeanzeige or gewerbeanzeige:1.0; needs --author, implies --explain',
    },
  },
  examples: [
    'dienstweg route --service leika:99999050012000 --region ars:990100007007 --explain',
    'dienstweg route --service leika:99999050012000 --region ags:99010007 --author quellhorn.gewerbeamt --type gewerbeanzeige',
    'dienstweg route --search "business notice in Quellhorn"',
  ],
  run: async (input, { settings, language }) => {
    const at = dayOption(input, 'at');
    const words = input.text('search');
    if (words !== undefined) {
      refuseBoth(input);
      const answer = await askOnce(settings, 'registrySearch', {
        text: words,
        language,
        ...(at === undefined ? {} : { at }),
      });
      return { value: answer, text: wordsText(answer, input.flag('explain')) };
    }
    const [role, asKnownAt] = [input.text('role'), momentOption(input, 'as-known-at')];
    const answer = await askOnce(settings, 'registryRoute', {
      service: serviceFrom(required(input, 'service')),
      region: regionFrom(required(input, 'region')),
      language,
      ...(role === undefined ? {} : { role }),
      ...(at === undefined ? {} : { at }),
      ...(asKnownAt === undefined ? {} : { asKnownAt }),
      ...(input.flag('explain') ? { explain: true } : {}),
      ...permissionAsked(input),
    });
    return routeOutcome(answer);
  },
};

/** Author and type, from which the explanation says whether the one may send the other. */
const permissionAsked = (
  input: Input,
): Pick<RouteQuestion, 'author' | 'messageType' | 'messageTypeVersion' | 'explain'> => {
  const [author, messageType] = [input.text('author'), input.text('type')];
  if (author === undefined && messageType === undefined) return {};
  if (author === undefined || messageType === undefined) throw usage('--author and --type go together');
  const [code = '', version] = messageType.split(':');
  return {
    author: authorityNamed(author),
    messageType: code,
    ...(version === undefined ? {} : { messageTypeVersion: version }),
    explain: true,
  };
};

const usage = (detail: string): ProblemError => new ProblemError(problem('usage-error', { detail }));

const required = (input: Input, name: 'service' | 'region'): string => {
  const text = input.text(name);
  if (text === undefined)
    throw usage(`--${name} is missing: give --service and --region, or --search with the question in words`);
  return text;
};

const refuseBoth = (input: Input): void => {
  const other = ['service', 'region', 'role', 'as-known-at', 'author', 'type'].find(
    (name) => input.text(name) !== undefined,
  );
  if (other !== undefined) throw usage(`--search and --${other} do not go together`);
};

const routeOutcome = (answer: RouteAnswer): Outcome => ({ value: answer, text: routeText(answer) });

const routeText = (answer: RouteAnswer): string => {
  const rows = answer.readers.map((reader) => [
    reader.role,
    reader.authority,
    reader.name ?? '',
    reader.entry,
    reader.disclosure?.join(' ') ?? '',
  ]);
  return [
    table(['ROLE', 'AUTHORITY', 'NAME', 'ENTRY', 'DISCLOSED'], rows, 'Nobody is responsible.'),
    ...(rows.length > 0 || answer.explanation !== undefined ? [] : ['--explain says why.']),
    ...(answer.validFrom === undefined ? [] : [`There is an answer from ${answer.validFrom} on.`]),
    `Edition ${answer.edition} of the registry.`,
    ...(answer.explanation ?? []).map((sentence) => `- ${sentence}`),
  ].join('\n');
};

const wordsText = ({ asked, services, regions, answers }: InWords, explain: boolean): string => {
  if (services.length === 0)
    return `No service answers to "${asked.service}". Try another word for it, or its 14-digit LeiKa key.`;
  if (regions.length === 0)
    return asked.place === ''
      ? 'Where? Add the place: its name or postal code, e.g. "… in Quellhorn".'
      : `No place answers to "${asked.place}". Try its postal code, or its name as on a map.`;
  return answers
    .map(({ service, region, route: found, contacts }) =>
      [
        `${service.name} (${service.service}) in ${[region.name, ...region.within].join(', ')} (${region.region})`,
        routeText(explain ? found : { ...found, explanation: [] }),
        ...Object.entries(contacts).map(
          ([authority, { phone, email, url }]) =>
            `${authority}: ${[phone, email, url].filter((way) => way !== undefined).join(' · ')}`,
        ),
      ].join('\n'),
    )
    .join('\n\n');
};
