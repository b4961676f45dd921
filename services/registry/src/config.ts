/** What the registry process needs to know, from the environment. */
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { type Environment, readCommon, readSettings, type Settings } from '@dienstweg/infra/settings.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';

/** Configuration of the registry process. */
export interface RegistryConfig {
  readonly natsUrl: string;
  /** Where this process's seed for the bus stands; without the file it connects as the URL says. */
  readonly seedFile: string;
  /** Anchors, intermediates and revocation lists by which a registrar's certificate is judged. */
  readonly trustFolder: string;
  /** Certificates of those who may change the registry, one `.pem` each. */
  readonly registrarFolder: string;
  /** Message types that come with the product: their versions are taken. */
  readonly messageTypeFolders: readonly string[];
  /** 0 takes any free port. */
  readonly opsPort: number;
}

/** Reads the configuration, or says everything that is wrong with it. */
export const registryConfig = (env: Environment): Settings<RegistryConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl } = readCommon(reader);
    return {
      natsUrl,
      seedFile: seedFileOf(home, 'registry'),
      trustFolder: home.trust.root,
      registrarFolder: home.registrar.root,
      messageTypeFolders: [MESSAGE_TYPES_FOLDER],
      opsPort: ports.registryOps,
    };
  });
