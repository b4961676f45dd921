import { resolve } from 'node:path';
import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Cli, CommandSpec, Input, Outcome } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { type ListedType, pendingTypes, typesOfBroker, typesOfProduct } from '../message-type/broker-types.ts';
import { shippedManifests } from '../message-type/registered.ts';
import { table } from '../print/table.ts';
import { readFold } from '../registry/current.ts';

const foldersOf = (input: Input): readonly string[] => {
  const folders: string[] = [];
  for (let given = input.argument(0); given !== undefined; given = input.argument(folders.length))
    folders.push(resolve(given));
  return folders;
};

const tableOf = (types: readonly ListedType[], language: Language): string =>
  table(
    ['CODE', 'VERSION', 'STATE', 'FROM', 'DEPRECATED', 'UNTIL', 'ORIGIN', 'NAME'],
    types.map((each) => [
      each.code,
      each.version,
      each.state,
      each.validFrom,
      each.deprecatedFrom ?? '',
      each.validUntil ?? '',
      each.origin,
      each.name[language] ?? each.name.de,
    ]),
  );

/** What folders hold: of this release, and those given. */
const offline = (folders: readonly string[], language: Language): Outcome => {
  using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER, ...folders]);
  const manifests = catalog.list().map(({ manifest }) => manifest);
  const types = typesOfProduct(manifests, new Date());
  const messageTypes = types.map((type, n) => ({ ...manifests[n], ...type }));
  return { value: { source: 'release', messageTypes }, text: tableOf(types, language) };
};

const ofBroker = async ({ settings, language }: Cli): Promise<Outcome> => {
  await using operator = await connectOperator(settings);
  const fold = await readFold(operator);
  const manifests = shippedManifests();
  const types = typesOfBroker(fold, manifests, new Date());
  const pending = pendingTypes(fold);
  const manifestOf = ({ code, version, origin }: ListedType) =>
    origin === 'product' ? manifests.find((each) => each.code === code && each.version === version) : undefined;
  const { edition } = fold.directory;
  return {
    value: {
      source: 'broker',
      edition,
      messageTypes: types.map((type) => ({ ...manifestOf(type), ...type })),
      pending,
    },
    text: [
      tableOf(types, language),
      ...pending.map(
        ({ change, code, version, by }) =>
          `${code} ${version}: proposed by ${by}, waits for a second registrar (${change})`,
      ),
    ].join('\n'),
  };
};

/** `message-type list`: what the running broker takes, in every version and state; without one, what this release has. */
export const messageTypeList: CommandSpec = {
  arguments: [
    {
      name: 'DIR',
      text: 'folder with types as CODE/VERSION, besides those of this release; the broker is not asked then',
      optional: true,
      repeated: true,
    },
  ],
  options: {
    broker: { text: 'ask the running broker, and fail without one (default: ask it where it runs)' },
    offline: { text: 'what this release has, whatever runs' },
  },
  run: async (input, cli) => {
    const folders = foldersOf(input);
    const [mustAsk, isOffline] = [input.flag('broker'), input.flag('offline') || folders.length > 0];
    if (mustAsk && isOffline) throw usageError('--broker goes neither with --offline nor with folders.');
    if (isOffline) return offline(folders, cli.language);
    const { natsGiven, home } = cli.settings;
    return mustAsk || natsGiven || (await statusOf(home)).running ? await ofBroker(cli) : offline([], cli.language);
  },
};
