/** The two servers the house stands on, the database it can use, and what only its tests call: how each is recognised and fetched. */
import {
  MINIMUM_CHROMIUM_VERSION,
  MINIMUM_NATS_VERSION,
  MINIMUM_POSTGRES_VERSION,
  MINIMUM_REDIS_VERSION,
  MINIMUM_XMLSEC1_VERSION,
} from './versions.ts';

/** Which program; `xmlsec1` and `chromium` are no servers, only tests need them. PostgreSQL is started for tests only. */
export type ServerKind = 'nats' | 'redis' | 'xmlsec1' | 'postgres' | 'chromium';

/** What we know of a kind of server. */
export interface ServerFacts {
  /** Names of its program, best first. */
  readonly programs: readonly string[];
  readonly minimumVersion: string;
  /** Variable by which an operator names a server that runs already. */
  readonly urlVariable?: string;
  /** Where Debian's package puts its programs, where that is not `bin` or `sbin`; `*`: any version. */
  readonly folder?: string;
  /** Where Debian has it: packages, and the suite (`machine`: the one this machine runs). */
  readonly debian: {
    readonly packages: readonly string[];
    /** Of packages of this name and a number, the one with the highest, and all libraries it needs. */
    readonly newest?: string;
    /** With all libraries they need. */
    readonly withLibraries?: true;
    readonly suite: 'stable' | 'machine';
  };
}

/** Facts by kind. Debian's Redis links against libraries that a bare machine may lack; they are fetched with it. */
export const SERVERS: Readonly<Record<ServerKind, ServerFacts>> = {
  nats: {
    programs: ['nats-server'],
    minimumVersion: MINIMUM_NATS_VERSION,
    urlVariable: 'DIENSTWEG_NATS_URL',
    debian: { packages: ['nats-server'], suite: 'stable' },
  },
  redis: {
    programs: ['redis-server', 'valkey-server'],
    minimumVersion: MINIMUM_REDIS_VERSION,
    urlVariable: 'DIENSTWEG_REDIS_URL',
    debian: {
      packages: ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'],
      suite: 'machine',
    },
  },
  xmlsec1: {
    programs: ['xmlsec1'],
    minimumVersion: MINIMUM_XMLSEC1_VERSION,
    debian: {
      packages: ['xmlsec1', 'libxmlsec1', 'libxmlsec1-openssl', 'libxml2', 'libxslt1.1', 'libicu72', 'liblzma5'],
      suite: 'machine',
    },
  },
  postgres: {
    programs: ['postgres'],
    minimumVersion: MINIMUM_POSTGRES_VERSION,
    folder: 'usr/lib/postgresql/*/bin',
    debian: { packages: [], newest: 'postgresql', suite: 'machine' },
  },
  chromium: {
    programs: ['chromium'],
    minimumVersion: MINIMUM_CHROMIUM_VERSION,
    // The one in `bin` is a script that starts the machine's own.
    folder: 'usr/lib/chromium',
    debian: {
      packages: ['chromium', 'chromium-common', 'fontconfig-config', 'fonts-liberation'],
      withLibraries: true,
      suite: 'machine',
    },
  },
};
