/** Where everything local lives: one folder, laid out here and nowhere else. */
import { join, resolve } from 'node:path';

/** The folder `DIENSTWEG_HOME`; every member is an absolute path. Keys in it are of mode 0400. */
export interface Home {
  readonly root: string;
  /** The development CA: root and issuing keys, index of certificates. */
  readonly ca: string;
  readonly trust: {
    readonly root: string;
    readonly anchors: string;
    readonly intermediates: string;
    readonly crls: string;
    /** One folder per author token, with its signing certificates. */
    readonly authors: string;
  };
  /** One folder per authority token: `signing.{pem,key}`, `tls.{pem,key}`. */
  readonly authorities: string;
  /** One folder per node name: `tls.{pem,key}`, `receipt.{pem,key}`. */
  readonly nodes: string;
  readonly registrar: {
    readonly root: string;
    readonly certificate: string;
    readonly key: string;
  };
  /** Seeds of the bus users and the password of Redis. */
  readonly bus: string;
  readonly data: {
    readonly root: string;
    readonly nats: string;
    readonly redis: string;
    readonly gateway: string;
    readonly tracking: string;
    readonly console: string;
  };
  readonly logs: string;
  /** Servers fetched by the bootstrap. */
  readonly servers: string;
  /** Lock, state of the launcher, configuration of the servers it starts. */
  readonly run: string;
  /** One-time links into the console: a file each, named by the digest of its token. */
  readonly consoleLinks: string;
}

/** The layout of a home folder. Creates nothing. */
export const homeLayout = (home: string): Home => {
  const root = resolve(home);
  const at = (...names: readonly string[]): string => join(root, ...names);
  return {
    root,
    ca: at('ca'),
    trust: {
      root: at('trust'),
      anchors: at('trust', 'anchors'),
      intermediates: at('trust', 'intermediates'),
      crls: at('trust', 'crls'),
      authors: at('trust', 'authors'),
    },
    authorities: at('authorities'),
    nodes: at('nodes'),
    registrar: {
      root: at('registrar'),
      certificate: at('registrar', 'signing.pem'),
      key: at('registrar', 'signing.key'),
    },
    bus: at('bus'),
    data: {
      root: at('data'),
      nats: at('data', 'nats'),
      redis: at('data', 'redis'),
      gateway: at('data', 'gateway'),
      tracking: at('data', 'tracking'),
      console: at('data', 'console'),
    },
    logs: at('logs'),
    servers: at('servers'),
    run: at('run'),
    consoleLinks: at('run', 'console-links'),
  };
};

/** Where the nkey seed of a bus user stands. */
export const seedFileOf = (home: Home, user: string): string => join(home.bus, `${user}.seed`);

/** Where the gateway unpacks published message types, a folder each: a view of the stream. */
export const publishedTypesOf = (home: Home): string => join(home.data.gateway, 'message-types');

/** Where the password of the Redis server that the launcher starts stands: of operators, who may do everything. */
export const redisPasswordFileOf = (home: Home): string => join(home.bus, 'redis.password');

/** Where the password of whoever sets timers in that server stands. */
export const timersPasswordFileOf = (home: Home): string => join(home.bus, 'redis.timers.password');
