import type { CommandSpec } from '../args/command.ts';
import { regionFrom, serviceFrom } from '../client/identifiers.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';

/** `route`: who is responsible for a service in a region, and why. */
export const route: CommandSpec = {
  options: {
    service: { value: 'SERVICE', text: 'e.g. leika:99999050012000', required: true },
    region: { value: 'REGION', text: 'e.g. ars:990100007007', required: true },
    role: { value: 'ROLE', text: 'only this role of the service' },
    at: { value: 'DATE', text: 'on which day (default today)' },
    'as-known-at': { value: 'TIME', text: 'by what was recorded until then (default now)' },
    explain: { text: 'say how the answer came about' },
  },
  run: async (input, { settings, language }) => {
    const [role, at, asKnownAt] = [input.text('role'), input.text('at'), input.text('as-known-at')];
    const answer = await askOnce(settings, 'registryRoute', {
      service: serviceFrom(input.text('service') ?? ''),
      region: regionFrom(input.text('region') ?? ''),
      language,
      ...(role === undefined ? {} : { role }),
      ...(at === undefined ? {} : { at }),
      ...(asKnownAt === undefined ? {} : { asKnownAt }),
      ...(input.flag('explain') ? { explain: true } : {}),
    });
    const rows = answer.readers.map((reader) => [
      reader.role,
      reader.authority,
      reader.name ?? '',
      reader.entry,
      reader.disclosure?.join(' ') ?? '',
    ]);
    return {
      value: answer,
      text: [
        table(['ROLE', 'AUTHORITY', 'NAME', 'ENTRY', 'DISCLOSED'], rows, 'Nobody is responsible.'),
        ...(answer.validFrom === undefined ? [] : [`There is an answer from ${answer.validFrom} on.`]),
        `Edition ${answer.edition} of the registry.`,
        ...(answer.explanation ?? []).map((sentence) => `- ${sentence}`),
      ].join('\n'),
    };
  },
};
