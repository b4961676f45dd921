/** The message types: those that come with the product, and those the registry says of, as they are at this moment. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { keepPublishedTypes, type MissingType } from '@dienstweg/infra/bus/published-types.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import {
  loadMessageTypes,
  type MessageTypeCatalog,
  type PublishedType,
} from '@dienstweg/schemas/message-types/catalog.ts';
import { Gauge, type Registry } from 'prom-client';

/** What keeping them needs. */
export interface MessageTypesNeeds {
  readonly bus: Bus;
  readonly directory: Directory;
  /** Folders of the product. */
  readonly folders: readonly string[];
  /** Where contents are unpacked. */
  readonly typesFolder: string;
  /** Tells whoever examines. */
  readonly publish: (types: readonly PublishedType[]) => void;
  readonly metrics: Registry;
}

/** The types, kept behind the directory. */
export interface KnownMessageTypes extends AsyncDisposable {
  readonly catalog: MessageTypeCatalog;
  /** The directory says something new of message types. */
  look(): void;
  /** Resolves when what the directory says now is examined by. */
  caughtUp(): Promise<void>;
  /** Versions that are registered and cannot be used. */
  findings(): readonly Finding[];
}

const findingOf = ({ code, version, why }: MissingType): Finding => ({
  code: 'message-type-unusable',
  severity: 'warning',
  text: `The message type ${code} ${version} is registered and cannot be used: ${why}.`,
  remedy:
    'What was in force stays. Publish it again: dienstweg message-type publish; if its content was lost, restore it.',
});

/** Throws MessageTypeError where a folder of the product is none. */
export const keepMessageTypes = ({
  bus,
  directory,
  folders,
  typesFolder,
  publish,
  metrics,
}: MessageTypesNeeds): KnownMessageTypes => {
  const catalog = loadMessageTypes(folders);
  let unusable: readonly MissingType[] = [];
  let inUse = 0;
  const kept = keepPublishedTypes({
    bus,
    directory,
    folder: typesFolder,
    onTypes: ({ types, missing, edition }) => {
      publish(types);
      const refused = catalog.publish(types);
      for (const each of refused) bus.log.error(each, 'a registered message type cannot be used');
      unusable = [...missing, ...refused.map(({ ref, why }) => ({ ...ref, why }))];
      inUse = edition;
    },
  });
  new Gauge({
    name: 'dienstweg_gateway_message_types_edition',
    help: 'Edition of the directory whose message types are examined by',
    registers: [metrics],
    collect() {
      this.set(inUse);
    },
  });
  return {
    catalog,
    look: kept.look,
    caughtUp: kept.caughtUp,
    findings: () => unusable.map(findingOf),
    [Symbol.asyncDispose]: async () => {
      await kept[Symbol.asyncDispose]();
      catalog[Symbol.dispose]();
    },
  };
};
