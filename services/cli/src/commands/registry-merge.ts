import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { type Merger, type MergerFault, mergerChange } from '@dienstweg/schemas/directory/change/merge.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem, violation } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { authorityNamed, keyFolderOf, readKeyPair } from '../client/keys.ts';
import { connectOperator } from '../client/operator.ts';
import { readFold } from '../registry/current.ts';
import { dayOption } from '../registry/day-option.ts';
import { carryOut } from '../registry/propose.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';

/** The certificates of an authority whose keys this home holds. */
const certificatesOf = (home: Home, authority: AuthorityId): Merger['certificates'] =>
  (['signing', 'tls'] as const).flatMap((purpose) => {
    const der = readKeyPair(keyFolderOf(home, authority), purpose)?.der;
    return der === undefined
      ? []
      : [{ purpose, fingerprint: fingerprintOf(der), der: Buffer.from(der).toString('base64') }];
  });

const faultIn = (fault: MergerFault, { into, on }: Pick<Merger, 'into' | 'on'>): readonly [string, string] => {
  switch (fault.fault) {
    case 'unknown':
      return [`${fault.authority} is not in the directory beyond ${on}.`, 'Check the identifier and the day.'];
    case 'itself':
      return [`${into} cannot be merged into itself alone.`, 'Name another authority that ends.'];
    case 'no-endpoint':
      return [
        `${into} has no endpoint on ${on}.`,
        'Register one first (dienstweg registry add endpoint …), or take over that of one that ends: --endpoint-of AUTHORITY.',
      ];
    case 'endpoint-unknown':
      return [`${fault.authority} has no endpoint on ${on} that could be taken over.`, 'Name another: --endpoint-of.'];
    case 'no-signing-certificate':
      return [
        `${into} has no signing certificate on ${on}, neither in the directory nor in this home.`,
        `Make one: dienstweg cert issue --as ${into} --purpose signing; or register the one it has: dienstweg registry add certificate …`,
      ];
    default:
      return fault satisfies never;
  }
};

/** `registry merge A B --into C --on DATE`: from that day on C has everything A and B had, and stands for them. */
export const registryMerge: CommandSpec = {
  arguments: [
    { name: 'A', text: 'an authority that ends' },
    { name: 'B', text: 'another one', optional: true },
  ],
  options: {
    also: { value: 'AUTHORITY', text: 'a further one', multiple: true },
    into: { value: 'AUTHORITY', text: 'the one that goes on: a new one, or one of them', required: true },
    on: { value: 'DATE', text: 'first day on which it holds', required: true },
    name: { value: 'NAME', text: 'name of a new authority, in German (default that of A)' },
    'endpoint-of': { value: 'AUTHORITY', text: 'whose endpoints it takes over (default its own)' },
    reason: { value: 'TEXT', text: 'why; part of the history' },
    confirm: { value: 'CODE', text: 'a warning that was seen and is confirmed, e.g. gap', multiple: true },
    'dry-run': { text: 'check, and show what would be routed differently; record nothing' },
    ...SIGNING_OPTIONS,
  },
  examples: [
    'dienstweg cert issue --as dvdv:xga:990100007777 --purpose signing',
    'dienstweg registry merge A B --into dvdv:xga:990100007777 --endpoint-of A --on 2027-01-01 --name "Stadt Neu-Tann" --dry-run',
  ],
  run: async (input, cli) => {
    const on = dayOption(input, 'on');
    if (on === undefined) throw usageError('--on DATE is missing.');
    const from = [input.argument(0), input.argument(1), ...input.all('also')].flatMap((text) =>
      text === undefined ? [] : [authorityNamed(text)],
    );
    const into = authorityNamed(input.text('into') ?? '');
    const [name, endpointOf] = [input.text('name'), input.text('endpoint-of')];
    const signing = signingOf(cli.settings.home, input);
    await using operator = await connectOperator(cli.settings);
    const fold = await readFold(operator);
    const merger: Merger = {
      from,
      into,
      on,
      certificates: certificatesOf(cli.settings.home, into),
      ...(name === undefined ? {} : { names: { de: name } }),
      ...(endpointOf === undefined ? {} : { endpointOf: authorityNamed(endpointOf) }),
    };
    const made = mergerChange(fold.directory, merger);
    if (made.is === 'fault') {
      const violations = made.faults.map((fault) => {
        const [text, remedy] = faultIn(fault, merger);
        return violation('registry-change-invalid', text, { remedy });
      });
      throw new ProblemError(problem('registry-change-invalid', { violations, language: cli.language }));
    }
    if (made.is === 'done') {
      const { edition } = fold.directory;
      return {
        value: { edition, unchanged: true },
        text: `${from.join(' and ')} are merged into ${into} on ${on} already (edition ${edition}). Nothing was recorded.`,
      };
    }
    const reason = input.text('reason') ?? `merger of ${from.join(', ')} into ${into} on ${on}`;
    const order = { ...made.change, reason, confirms: input.all('confirm') };
    return await carryOut({ cli, operator, fold, signing }, order, input.flag('dry-run'));
  },
};
