/** Environment → what the sandbox needs to know, or the list of everything that is wrong with it. */
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import { type Environment, readCommon, readSettings, type Settings } from '@dienstweg/infra/settings.ts';

/** All the sandbox needs to know. Keys and certificates are read from `home` at start. */
export interface SandboxConfig {
  readonly home: Home;
  readonly natsUrl: string;
  /** Given by URL: then the user stands in the URL, not in a seed of ours. */
  readonly natsGiven: boolean;
  /** `https://host:port` of the gateway. */
  readonly gatewayOrigin: string;
  /** Where recipients listen (mutual TLS); 0 takes any free port. */
  readonly port: number;
  readonly opsPort: number;
  /** The recipients' memory: what they took and what they still owe. */
  readonly databaseFile: string;
  /** Where published message types are unpacked; deleted, it is made again. */
  readonly typesFolder: string;
}

/** Reads the configuration; with any mistake, the list of all of them. */
export const sandboxConfig = (env: Environment): Settings<SandboxConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl, natsGiven } = readCommon(reader);
    return {
      home,
      natsUrl,
      natsGiven,
      gatewayOrigin: `https://127.0.0.1:${ports.gateway}`,
      port: ports.sandbox,
      opsPort: ports.sandboxOps,
      databaseFile: join(home.data.root, 'sandbox', 'recipients.db'),
      typesFolder: join(home.data.root, 'sandbox', 'message-types'),
    };
  });
